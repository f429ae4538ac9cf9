"""Deaths registered twice, as where the dead lived and where they died."""

from __future__ import annotations

from tracking.duplicates.declared import Compared, Field

COMPARED = Compared(
    fields=(
        Field("deceased_name", "name", 4),
        Field("died_on", "day", 3),
        Field("born_on", "day", 3),
        Field("sex", "same", 0.5),
        Field("personal_id", "number", 4),
        Field("residence", "text", 1),
    ),
    blocks=(("personal_id",), ("died_on", "deceased_name:bare"), ("born_on", "died_on")),
    threshold=0.8,
    least=7,
    names=("deceased_name",),
    apart=("sex", "personal_id"),
    sure=("personal_id",),
)

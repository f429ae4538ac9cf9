"""Citizens with two health books: a book is kept under the personal number, so the second one is under a number written wrongly.

Twins who are minors have one guardian; grown up they have a telephone each.
"""

from __future__ import annotations

from tracking.duplicates.declared import Compared, Field

COMPARED = Compared(
    fields=(
        Field("full_name", "name", 4),
        Field("born_on", "day", 3),
        Field("sex", "same", 0.5),
        Field("personal_id", "number", 1, against=0.5),
        Field("insurance_no", "number", 3),
        Field("phone", "number", 2, against=0.5),
        Field("address", "text", 1),
        Field("commune", "same", 1),
    ),
    blocks=(
        ("insurance_no",),
        ("born_on", "full_name:bare"),
        ("born_on", "phone"),
        ("full_name:bare", "phone"),
        ("full_name:bare", "address:bare"),
    ),
    threshold=0.8,
    least=7,
    names=("full_name",),
    together=("born_on", "guardian_name"),
    apart=("sex",),
    sure=("insurance_no",),
)

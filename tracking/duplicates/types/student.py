"""Pupils with two codes, in one school or in two. A school list names no parents, so a name and a day alone are never enough."""

from __future__ import annotations

from tracking.duplicates.declared import Compared, Field

COMPARED = Compared(
    fields=(
        Field("full_name", "name", 3),
        Field("born_on", "day", 2),
        Field("sex", "same", 0.5),
        Field("personal_id", "number", 4),
        Field("commune", "same", 1.5),
        Field("school_code", "same", 1),
        Field("school_year", "same", 0.5),
    ),
    blocks=(
        ("school_year", "personal_id"),
        ("school_year", "born_on", "full_name:bare"),
        ("born_on", "commune"),
    ),
    threshold=0.8,
    names=("full_name",),
    together=("school_code", "born_on"),
    apart=("sex", "personal_id"),
    sure=("personal_id",),
    never=("school_year",),
)

"""Children registered twice. Twins have one mother and one day of birth, are entered at one visit, and bear different names.

Sisters and brothers often bear names that differ by a sign, so another day of birth needs the very same name. A mother has shown her old
identity card at one registration and the new one at another, so another paper weighs less than the same.
"""

from __future__ import annotations

from tracking.duplicates.declared import Compared, Field

COMPARED = Compared(
    fields=(
        Field("child_name", "name", 4),
        Field("born_on", "day", 3),
        Field("sex", "same", 1),
        Field("mother_name", "name", 2),
        Field("mother_document_no", "number", 3, against=2),
        Field("mother_born_on", "day", 1),
        Field("father_name", "name", 1),
        Field("father_document_no", "number", 1),
        Field("personal_id", "number", 2),
    ),
    blocks=(
        ("born_on", "mother_document_no"),
        ("born_on", "child_name:bare"),
        ("born_on", "child_name:initials", "mother_name:initials"),
        ("child_name:bare", "mother_document_no"),
    ),
    names=("child_name",),
    together=("registration_unit", "registered_on"),
    apart=("born_on", "sex", "personal_id"),
    sure=("personal_id",),
)

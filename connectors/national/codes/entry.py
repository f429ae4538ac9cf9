"""What one code of a national endpoint means: in two languages, with the fix, who can do it, and where it is known from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: Who can act: the clerk of the record's unit, the provincial data team, the data engineer, those who run the national system.
Who = Literal["unit", "team", "engineer", "national"]

#: The source of a code that only our stand-in of the registry speaks: the real push contracts are not public.
MOCK = "mock"


@dataclass(frozen=True)
class Entry:
    """One code. Texts are (Vietnamese, English); `retry`: sending the same again may help without anybody acting.

    `source`: a public text or program that shows the code, or MOCK.
    """

    code: str
    meaning: tuple[str, str]
    fix: tuple[str, str]
    who: Who
    retry: bool = False
    source: str = MOCK

"""A name for every unit: communes from the national table, schools, facilities and agencies from config/units.yaml.

The same five digits may be a commune and a hospital, so a name is asked for with its domain. A code nobody named is its own name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from relay.errors import FatalError
from schemas import units
from tracking.campaign_file import read_yaml
from tracking.wording import Lang

#: `names(domain, unit code)` → what people call the unit.
Names = Callable[[str, str], str]

#: Stands for records whose unit could not be told.
UNKNOWN_UNIT = "unknown"
#: Stands for records of a known commune that the asked-for day has no single commune for: it was split, or is made of several.
UNPLACED_UNIT = "unplaced"
#: The lines that are no unit, in words.
LINES: Mapping[Lang, Mapping[str, str]] = {
    "vi": {UNKNOWN_UNIT: "Chưa rõ đơn vị", UNPLACED_UNIT: "Chưa xếp được vào xã nào"},
    "en": {UNKNOWN_UNIT: "Unit not known", UNPLACED_UNIT: "Not placed in any commune"},
}

COMMUNE_DOMAINS = ("civil_status", "land")


def _is_pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError("not a regular expression") from error
    return text


class _PatternShape(BaseModel):
    model_config = ConfigDict(extra="forbid")
    match: Annotated[str, AfterValidator(_is_pattern)]
    name: str


class _DomainShape(BaseModel):
    model_config = ConfigDict(extra="forbid")
    names: dict[str, str] = {}
    patterns: list[_PatternShape] = []


class _FileShape(BaseModel):
    model_config = ConfigDict(extra="forbid")
    school: _DomainShape = _DomainShape()
    health: _DomainShape = _DomainShape()
    dossier: _DomainShape = _DomainShape()
    province: Annotated[str, Field(pattern=r"^\d{2}$")] | None = None


@dataclass(frozen=True)
class UnitNames:
    """Names by domain. `patterns`: (compiled, template) where `{group}` is a named group and `{commune}` becomes the commune's name.

    Communes have the name they bore on `day` (today when None), within a template always today's; what is no unit is named in `lang`.
    `province` is the one the installation serves.
    """

    listed: Mapping[str, Mapping[str, str]]
    patterns: Mapping[str, Sequence[tuple[re.Pattern[str], str]]]
    day: str | None = None
    lang: Lang = "vi"
    province: str | None = None

    def __call__(self, domain: str, unit: str) -> str:
        """What people call `unit` in `domain`."""
        if unit in LINES[self.lang]:
            return LINES[self.lang][unit]
        if domain in COMMUNE_DOMAINS:
            return commune_name(unit, self.day)
        return self.listed.get(domain, {}).get(unit) or self._by_pattern(domain, unit)

    def _by_pattern(self, domain: str, unit: str) -> str:
        for pattern, template in self.patterns.get(domain, ()):
            if found := pattern.fullmatch(unit):
                parts = {"code": unit, **found.groupdict()}
                if "commune" in parts:
                    parts["commune"] = commune_name(parts["commune"])
                for key, value in parts.items():
                    template = template.replace(f"{{{key}}}", value or "")
                return template
        return unit


def commune_name(code: str, day: str | None = None) -> str:
    """The commune's name on a day (today when None), or the last it bore, or the code itself."""
    return units.name_of(code, day) or units.last_name(code) or code


def load_names(path: Path) -> UnitNames:
    """Read and check units.yaml. Raises FatalError with one sentence."""
    try:
        shape = _FileShape.model_validate(read_yaml(path) or {})
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"]) or "(file)"
        raise FatalError(
            f"The entry {where} in {path.name} is not allowed; give province: two digits, and per domain (school, health, dossier) "
            "names: code → name and patterns: a list of match and name.",
            f"Mục {where} trong {path.name} không hợp lệ; gồm province: hai chữ số, và mỗi lĩnh vực (school, health, dossier) "
            "có names: mã → tên và patterns: danh sách match và name.",
        ) from None
    domains: dict[str, _DomainShape] = {"school": shape.school, "health": shape.health, "dossier": shape.dossier}
    return UnitNames(
        {domain: dict(given.names) for domain, given in domains.items()},
        {
            domain: [(re.compile(pattern.match), pattern.name) for pattern in given.patterns]
            for domain, given in domains.items()
        },
        province=shape.province,
    )

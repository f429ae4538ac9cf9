"""The border where config/campaigns.yaml is read: whatever is wrong in it becomes one sentence that names the campaign, the
field and what is allowed there.

Every scalar is read as text, so a unit code keeps its leading zeros and a date is never turned into something else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from relay.errors import FatalError

_DATE = re.compile(r"(today|start)(?:([+-])(\d{1,4})d)?")

_TEXT = ("a text that is not empty", "một đoạn văn bản không để trống")
_DAY = ("a date like 2025-06-01 or today-20d", "ngày như 2025-06-01 hoặc today-20d")

#: What each field may hold, in English and Vietnamese.
ALLOWED: Mapping[str, tuple[str, str]] = {
    "id": ("small letters, digits and dashes", "chữ thường không dấu, chữ số và gạch nối"),
    "title_vi": _TEXT,
    "title_en": _TEXT,
    "domain": (
        "civil_status, land, school, health or dossier",
        "civil_status, land, school, health hoặc dossier",
    ),
    "province": (
        "the two digits of a province, as it was when the campaign began",
        "hai chữ số mã tỉnh tại thời điểm bắt đầu",
    ),
    "flows": ("a list of flow names of its domain", "danh sách tên luồng thuộc lĩnh vực của chiến dịch"),
    "start": _DAY,
    "deadline": (
        "a date like 2025-06-01, today+10d or start+90d, not before the start, or open",
        "ngày như 2025-06-01, today+10d hoặc start+90d, không trước ngày bắt đầu, hoặc open",
    ),
    "bound": ("inclusive or strictly_before", "inclusive hoặc strictly_before"),
    "target": (
        "inventory, or a whole number per unit code together with exactly one flow under flows",
        "inventory, hoặc một số nguyên cho từng mã đơn vị kèm đúng một luồng ở flows",
    ),
    "rhythm": ("daily or weekly", "daily hoặc weekly"),
    "citation": _TEXT,
    "labels": (
        "names of fields with the word ours or unsourced",
        "tên trường kèm chữ ours hoặc unsourced",
    ),
    "clear": (
        "default (version 2023 or 2025, owner, task, product, due; leader only in 2023, authority only in 2025) and units",
        "default (version 2023 hoặc 2025, owner, task, product, due; leader chỉ có ở 2023, authority chỉ có ở 2025) và units",
    ),
}


def is_day(text: str) -> str:
    """The text itself when it is a date we can resolve later; ValueError otherwise."""
    if not _DATE.fullmatch(text):
        date.fromisoformat(text)
    return text


def resolve_day(text: str, today: date, start: date | None = None) -> date:
    """The day meant by an ISO date, `today±Nd` or `start±Nd`. Raises ValueError when it is none of them."""
    found = _DATE.fullmatch(text)
    if not found:
        return date.fromisoformat(text)
    base = today if found[1] == "today" else start
    if base is None:
        raise ValueError(text)
    return base + timedelta(days=int(f"{found[2] or '+'}{found[3] or 0}"))


Text = Annotated[str, Field(min_length=1)]
Day = Annotated[str, AfterValidator(is_day)]


#: Builds nothing but texts, lists and mappings; libyaml's is ten times as fast where PyYAML was built with it.
TEXTS = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class ClearShape(_Shape):
    """Five clear things as one document lists them: 2023 work, people, leader, deadline, product; 2025 person, work,
    authority, time, result. What is left out or empty is a gap, and is told as one."""

    version: Literal["2023", "2025"]
    owner: str = ""
    task: str = ""
    product: str = ""
    leader: str | None = None
    authority: str | None = None
    due: Day | None = None

    @model_validator(mode="after")
    def _of_its_version(self) -> ClearShape:
        if self.authority if self.version == "2023" else self.leader:
            raise ValueError("the fifth item belongs to the other version")
        return self


class ClearsShape(_Shape):
    """The five clear things of every unit, and what differs in some; a unit's entry replaces single items of the default."""

    default: ClearShape
    units: dict[str, dict[str, str]] = {}

    def of_units(self) -> dict[str, ClearShape]:
        """The full entry of each unit that differs. Raises ValidationError when a merged one is wrong."""
        base = self.default.model_dump()
        merged = {unit: {**base, **items} for unit, items in self.units.items()}
        for unit, items in self.units.items():
            # Changing the version changes the fifth item, so the default's must not linger.
            if items.get("version", base["version"]) != base["version"]:
                merged[unit] = {**base, "leader": None, "authority": None, **items}
        return {unit: ClearShape.model_validate(items) for unit, items in merged.items()}

    @model_validator(mode="after")
    def _units_are_whole(self) -> ClearsShape:
        self.of_units()
        return self


class CampaignShape(_Shape):
    """One campaign as it stands in the file, before its dates are resolved."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title_vi: Text
    title_en: Text
    domain: Literal["civil_status", "land", "school", "health", "dossier"]
    province: Annotated[str, Field(pattern=r"^\d{2}$")] | None = None
    flows: list[Text] = []
    start: Day
    deadline: Literal["open"] | Day
    bound: Literal["inclusive", "strictly_before"] = "inclusive"
    target: Literal["inventory"] | dict[Text, Annotated[int, Field(ge=0)]] = "inventory"
    rhythm: Literal["daily", "weekly"] = "daily"
    citation: Text
    labels: dict[str, Literal["ours", "unsourced"]] = {}
    clear: ClearsShape


def read_campaigns(path: Path) -> list[CampaignShape]:
    """The campaigns of the file, each valid by itself and with an id of its own. Raises FatalError with one sentence."""
    shapes = [_shape(path, number, item) for number, item in enumerate(_items(path), start=1)]
    seen: set[str] = set()
    for shape in shapes:
        if shape.id in seen:
            raise FatalError(
                f"Campaign {shape.id} in {path.name}: the id stands there twice; every campaign needs an id of its own.",
                f"Chiến dịch {shape.id} trong {path.name}: mã bị lặp lại; mỗi chiến dịch cần một mã riêng.",
            )
        seen.add(shape.id)
    return shapes


def refuse(file: str, campaign: str, field: str, problem: tuple[str, str] | None = None) -> FatalError:
    """The one sentence about a field of a campaign: what it must be (or `problem` instead of "is not allowed")."""
    en, vi = problem or ("is not allowed", "không hợp lệ")
    allowed_en, allowed_vi = ALLOWED.get(field, ("", ""))
    return FatalError(
        f"Campaign {campaign} in {file}: the field {field} {en}; it must be {allowed_en}.",
        f"Chiến dịch {campaign} trong {file}: trường {field} {vi}; phải là {allowed_vi}.",
    )


def read_yaml(path: Path) -> Any:
    """A configuration file, every scalar as text. Raises FatalError when it is missing or not YAML."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=TEXTS)  # noqa: S506 - see TEXTS
    except FileNotFoundError:
        raise FatalError(
            f"The configuration file {path.name} is missing; put it back or point LIENTHONG_CONFIG to its folder.",
            f"Thiếu tệp cấu hình {path.name}; hãy đặt lại tệp hoặc trỏ LIENTHONG_CONFIG tới thư mục chứa nó.",
        ) from None
    except (yaml.MarkedYAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise FatalError(
            f"The configuration file {path.name} cannot be read as YAML near line {line}; check indentation and quotes there.",
            f"Không đọc được tệp cấu hình {path.name} gần dòng {line}; kiểm tra thụt lề và dấu nháy ở đó.",
        ) from None


def _items(path: Path) -> list[Any]:
    document = read_yaml(path)
    items = document.get("campaigns") if isinstance(document, dict) and len(document) == 1 else None
    if not isinstance(items, list):
        raise FatalError(
            f"The file {path.name} must hold one list named campaigns.",
            f"Tệp {path.name} phải chứa đúng một danh sách tên là campaigns.",
        )
    return items


def _shape(path: Path, number: int, item: Any) -> CampaignShape:
    name = str(item.get("id") or f"no. {number}") if isinstance(item, dict) else f"no. {number}"
    try:
        shape = CampaignShape.model_validate(item)
    except ValidationError as error:
        raise _sentence(path.name, name, error) from None
    if isinstance(shape.target, dict) and len(shape.flows) != 1:
        raise refuse(path.name, name, "target")
    for field in shape.labels:
        if field not in CampaignShape.model_fields:
            raise refuse(path.name, name, "labels")
    return shape


def _sentence(file: str, campaign: str, error: ValidationError) -> FatalError:
    first = error.errors()[0]
    field = str(first["loc"][0]) if first["loc"] else ""
    if field not in ALLOWED:
        known = ", ".join(ALLOWED)
        return FatalError(
            f"Campaign {campaign} in {file}: {field or 'the entry'} is not a field of a campaign; allowed are {known}.",
            f"Chiến dịch {campaign} trong {file}: {field or 'mục này'} không phải trường của chiến dịch; cho phép {known}.",
        )
    missing = ("is missing", "bị thiếu") if first["type"] == "missing" and len(first["loc"]) == 1 else None
    return refuse(file, campaign, field, missing)

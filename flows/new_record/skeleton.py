"""Writes the skeleton of a record type: one file in every room, working as it stands, and every place that is still to be filled in.

Such a place says FILL IN and what; the architecture tests stay red while one is left, and so do those that ask for enough rules. What
is there is never overwritten, and nothing is written unless all of it can be.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from keyword import iskeyword
from pathlib import Path
from string import Template

from relay.errors import FatalError

#: The repository: an installed package has no tests to write to.
HOUSE = Path(__file__).parents[2]
TEMPLATES = Path(__file__).parent / "templates"
_SNAKE_CASE = re.compile("[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_PLAIN = re.compile(r"[^\"'\\$\n]{1,60}")
_LONGEST = 30


def _list(unit: str, kind: str, wire: str, title: str, place: str, sample: str) -> tuple[str, Mapping[str, str]]:
    words = {"kind": kind, "wire": wire, "title": title, "of": place, "sample": sample}
    return "list", {"unit": unit, **{f"unit_{name}": word for name, word in words.items()}}


#: How a domain keeps its records, and which field names the unit that answers for one. Dossiers are the portal's own and no domain of more.
DOMAINS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "civil_status": ("book", {}),
    "land": _list("commune", "CommuneCode", "maXa", "Mã xã", "code", "17329"),
    "school": _list("school_code", "ShortCode", "maTruong", "Mã trường", "school", "17329S01"),
    "health": _list("facility_code", "FacilityCode", "maCoSo", "Mã cơ sở", "facility", "40001"),
}


def skeleton(name: str, domain: str, title_vi: str, title_en: str, house: Path = HOUSE) -> Mapping[Path, str]:
    """File in the house → its text. Raises FatalError with one sentence for a name, domain or title that cannot be."""
    _check(name, domain, title_vi, title_en, house)
    shape, unit = DOMAINS[domain]
    words = {"name": name, "class_name": name.title().replace("_", ""), "domain": domain, **unit}
    words |= {"title_vi": title_vi, "title_en": title_en}
    folder = TEMPLATES / shape
    templates = {file.relative_to(folder): file.read_text(encoding="utf-8") for file in sorted(folder.rglob("*.tmpl"))}
    return {
        file.with_name(file.stem.replace("NAME", name)): Template(text).substitute(words)
        for file, text in templates.items()
    }


def write(files: Mapping[Path, str], house: Path = HOUSE) -> None:
    """Write them all, or none. Raises FatalError naming a file that is there already."""
    for file in files:
        # A package of the same name would hide the module.
        if (house / file).exists() or (house / file).with_suffix("").is_dir():
            raise FatalError(
                f"{file} is there already: choose another name.",
                f"Tệp {file} đã có: hãy chọn tên khác.",
                file=str(file),
            )
    for file, text in files.items():
        (house / file).write_text(text, encoding="utf-8")


def _check(name: str, domain: str, title_vi: str, title_en: str, house: Path) -> None:
    if not (house / "tests" / "records").is_dir():
        raise FatalError(
            "Record types are added in the repository, not in an installed package.",
            "Chỉ thêm loại bản ghi trong kho mã nguồn, không thêm vào bản đã cài đặt.",
        )
    if not _SNAKE_CASE.fullmatch(name) or iskeyword(name) or name in ("person", *DOMAINS) or len(name) > _LONGEST:
        raise FatalError(
            f"A record type is called like marital_status: a-z, 0-9 and _, at most {_LONGEST}, no domain, no Python word.",
            f"Tên loại bản ghi viết như marital_status: a-z, 0-9, dấu _, tối đa {_LONGEST} ký tự, không trùng tên lĩnh vực.",
            name=name,
        )
    if domain not in DOMAINS:
        raise FatalError(
            f"There is no domain {domain!r} for new record types; there are {', '.join(DOMAINS)}.",
            f"Không có lĩnh vực {domain!r} cho loại bản ghi mới; có thể chọn {', '.join(DOMAINS)}.",
        )
    if not all(_PLAIN.fullmatch(title) for title in (title_vi, title_en)):
        raise FatalError(
            "A title is one line of at most 60 characters without quotes, \\ and $.",
            "Tên gọi là một dòng tối đa 60 ký tự, không có dấu nháy, \\ và $.",
        )

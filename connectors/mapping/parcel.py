"""Parcels from the land campaign's workbook (form PL3): columns c01 to c49 by position, codes spelt out, decimals with a comma."""

from __future__ import annotations

from collections.abc import Callable

from connectors.mapping.columnar import ColumnarMapping
from connectors.mapping.readings import Reading, day, label_of, local_decimal, partial_day, text
from connectors.mapping.units import CurrentCommune
from schemas.parcel import CONTRACT

#: The form's combined label and its two halves, which districts wrote apart.
JOINT = {"vợ chồng": "spouses_or_joint", "đồng sử dụng": "spouses_or_joint"}


def _sex(raw: str) -> Reading:
    return label_of(raw, "sex_known")


def _party(raw: str) -> Reading:
    return label_of(raw, "legal_party", **JOINT)


def _role(raw: str) -> Reading:
    return label_of(raw, "legal_role")


def _use(raw: str) -> Reading:
    return label_of(raw, "land_use")


def _origin(raw: str) -> Reading:
    return label_of(raw, "land_origin")


def _form(raw: str) -> Reading:
    return label_of(raw, "land_form")


#: Fields that are read as something else than text; all others are text. A withdrawn kind of land has no code any more.
READERS: dict[str, Callable[[str], Reading]] = {
    "certificate_issued_on": day,
    "holder_born_on": partial_day,
    "area": local_decimal,
    "built_area": local_decimal,
    "floor_area": local_decimal,
    "holder_sex": _sex,
    "legal_party": _party,
    "legal_role": _role,
    **{f"land_use_{n}": _use for n in (1, 2, 3)},
    **{f"land_area_{n}": local_decimal for n in (1, 2, 3)},
    **{f"land_origin_{n}": _origin for n in (1, 2, 3)},
    **{f"land_form_{n}": _form for n in (1, 2, 3)},
}


def _readings() -> dict[str, Reading]:
    """The contract's fields stand in the order of the form's columns."""
    columns = [*(f"c{n:02d}" for n in range(1, 50)), "ma_ho_so"]
    return {name: READERS.get(name, text)(raw) for name, raw in zip(CONTRACT.fields, columns, strict=True)}


def mapping(secret: str) -> ColumnarMapping:
    """The mapping; `secret` keys the hash of the holder's number in the natural key."""
    return ColumnarMapping(CONTRACT, secret, _readings(), unit=CurrentCommune("certificate_issued_on"))

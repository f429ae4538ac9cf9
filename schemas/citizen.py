"""What a civil-status record tells of a person it names: eight fields under the prefix of the role (mother, husband, child …).

A role's block is made by `citizen` and put together with the record's other blocks in the order of the form:

    MODEL = record(__name__, "One marriage.", Registration, citizen("husband", "chong", "chồng", required=True), …)

Names on the wire are those of the Ministry of Justice's digitisation tool (33150050349): prefix + HoTen, NgaySinh, DanToc …
"""

from __future__ import annotations

from typing import Any

from pydantic import create_model

from schemas import kinds
from schemas.contract import Record, wire


def citizen(role: str, alias: str, vi: str, *, required: bool = False) -> type[Record]:
    """The block of a role: `alias` is its prefix on the wire, `vi` its Vietnamese word; only the name can be required."""
    name = kinds.PersonName if required else kinds.PersonName | None
    fields: dict[str, Any] = {
        "name": (name, wire(f"{alias}HoTen", f"Họ tên {vi}", f"Name of the {role} (law 60/2014).")),
        "born_on": (
            kinds.PartialDay | None,
            wire(f"{alias}NgaySinh", f"Ngày, tháng, năm sinh {vi}", "Date of birth as far as it is known."),
        ),
        "ethnicity": (kinds.Ethnicity | None, wire(f"{alias}DanToc", f"Dân tộc {vi}", "Ethnic group by name.")),
        "nationality": (kinds.Text | None, wire(f"{alias}QuocTich", f"Quốc tịch {vi}", "Nationality by name.")),
        "residence_type": (
            kinds.ResidenceType | None,
            wire(f"{alias}LoaiCuTru", f"Loại cư trú {vi}", "0 no information, 1 permanent, 2 temporary."),
        ),
        "residence": (kinds.Text | None, wire(f"{alias}NoiCuTru", f"Nơi cư trú {vi}", f"Residence of the {role}.")),
        "document_type": (
            kinds.DocumentType | None,
            wire(f"{alias}LoaiGiayToTuyThan", f"Loại giấy tờ tùy thân {vi}", "0 to 8 of the tool's list of papers."),
        ),
        "document_no": (
            kinds.Text | None,
            wire(f"{alias}SoGiayToTuyThan", f"Số giấy tờ tùy thân {vi}", "Number of that paper."),
        ),
    }
    return create_model(
        role.capitalize(), __base__=Record, **{f"{role}_{field}": made for field, made in fields.items()}
    )


def record(module: str, told: str, *blocks: type[Record], **fields: Any) -> type[Record]:
    """The record model of a module (`__name__`): these blocks in this order, then fields of its own as (kind, wire(…)).

    `told` is its docstring, the description in the published contract.
    """
    name = module.rpartition(".")[2].title().replace("_", "")
    # Pydantic collects the fields of several bases from the last to the first.
    return create_model(name, __base__=blocks[::-1], __module__=module, __doc__=told, **fields)

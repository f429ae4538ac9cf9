"""A citizen's block: eight fields under the role's prefix, put together with others in the order they are named."""

from __future__ import annotations

from typing import Annotated

import pytest
from pydantic import ValidationError

from schemas.citizen import citizen, record
from schemas.contract import Contract, Record, wire
from schemas.export import schema_of
from schemas.keys import Value
from schemas.kinds import OneOf, ShortCode, Text
from schemas.rules import all_rules, rule_text
from schemas.wording import one_of


class Start(Record):
    """What comes first."""

    number: ShortCode = wire("so", "Số", "Number.")
    period: Annotated[str, OneOf({"HK1": "Học kỳ I", "CN": "Cả năm"}), one_of("kỳ")] = wire("ky", "Kỳ", "Period.")


MODEL = record(
    "schemas.two_words",
    "One of two words.",
    Start,
    citizen("husband", "chong", "chồng", required=True),
    citizen("wife", "vo", "vợ"),
    remark=(Text | None, wire("ghiChu", "Ghi chú", "Remark.")),
)
CONTRACT = Contract("two_words", "civil_status", "Hai từ", "Two words", MODEL, (Value("number"),), "number")
EMPTY = {**dict.fromkeys(CONTRACT.fields), "number": "1", "period": "CN", "husband_name": "Lê Văn A"}


def test_a_record_is_put_together_in_the_order_named() -> None:
    assert (MODEL.__name__, MODEL.__module__, MODEL.__doc__) == ("TwoWords", "schemas.two_words", "One of two words.")
    assert CONTRACT.fields[:4] == ("number", "period", "husband_name", "husband_born_on")
    assert CONTRACT.fields[9:] == (
        "husband_document_no",
        *(name for name in CONTRACT.fields if "wife" in name),
        "remark",
    )


def test_a_role_has_the_eight_names_of_the_tool_on_the_wire() -> None:
    assert [alias for field, alias in CONTRACT.aliases.items() if field.startswith("wife_")] == [
        "voHoTen", "voNgaySinh", "voDanToc", "voQuocTich",
        "voLoaiCuTru", "voNoiCuTru", "voLoaiGiayToTuyThan", "voSoGiayToTuyThan",
    ]  # fmt: skip
    assert CONTRACT.titles["wife_born_on"] == "Ngày, tháng, năm sinh vợ"


@pytest.mark.parametrize(("field", "fine"), [("husband_name", False), ("wife_name", True), ("husband_residence", True)])
def test_only_the_name_of_a_required_role_must_be_given(field: str, fine: bool) -> None:
    content = {**EMPTY, field: None}
    if fine:
        assert MODEL.model_validate(content)
    else:
        with pytest.raises(ValidationError, match=field):
            MODEL.model_validate(content)


def test_a_list_written_in_the_module_is_published_and_has_words() -> None:
    assert schema_of(CONTRACT)["properties"]["period"]["enum"] == ["HK1", "CN"]
    with pytest.raises(ValidationError, match="period"):
        MODEL.model_validate({**EMPTY, "period": "HK3"})
    assert "danh mục kỳ" in rule_text(CONTRACT, "shape.period").vi


def test_every_rule_of_a_made_record_has_words() -> None:
    assert all(rule_text(CONTRACT, rule).vi for rule in all_rules(CONTRACT))

"""Every rule of shape and mapping has words in both languages, and a clerk is told what to do."""

from __future__ import annotations

import pytest

from schemas.contract import contract, contracts
from schemas.rules import all_rules, rule_text


@pytest.mark.parametrize("name", sorted(contracts()))
def test_every_rule_has_four_sentences(name: str) -> None:
    for rule in all_rules(contract(name)):
        text = rule_text(contract(name), rule)
        sentences = (text.vi, text.en, text.hint_vi, text.hint_en)
        assert all(sentence.endswith(".") and len(sentence) > 10 for sentence in sentences), rule


def test_a_sentence_names_the_field_by_its_heading() -> None:
    text = rule_text(contract("birth"), "shape.registered_on")
    assert text.vi.startswith("“Ngày đăng ký” là bắt buộc")
    assert "“Loại đất 1”" in rule_text(contract("parcel"), "map.land_use_1").vi


def test_a_field_that_may_be_empty_is_not_called_required() -> None:
    assert "bắt buộc" not in rule_text(contract("birth"), "shape.mother_born_on").vi


@pytest.mark.parametrize("rule", ["shape.surprise", "map.surprise", "birth.rule", "shape.sex.colour", "", "shape"])
def test_a_rule_the_contract_does_not_have_is_refused(rule: str) -> None:
    with pytest.raises(KeyError):
        rule_text(contract("birth"), rule)


def test_the_province_warning_has_words() -> None:
    assert "mã tỉnh" in rule_text(contract("birth"), "shape.personal_id.province").vi

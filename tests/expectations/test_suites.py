"""Every contract has a suite, every rule says in two languages what is wrong and what to do, and names a field of its contract."""

from __future__ import annotations

import unicodedata

import pytest

from expectations import Rule, contracts, rule_text, rules
from expectations.suite.catalogue import suite_of
from relay.errors import FatalError
from schemas.contract import contract
from schemas.contract import contracts as schema_contracts

ALL = [pytest.param(rule, id=rule.id) for name in contracts() for rule in rules(name)]


def test_every_contract_has_a_suite_and_every_suite_a_contract() -> None:
    assert contracts() == sorted(schema_contracts())


@pytest.mark.parametrize("name", contracts())
def test_a_suite_has_at_least_ten_rules_of_all_severities(name: str) -> None:
    assert len(rules(name)) >= 10, f"expectations/{name}.py: a suite has at least ten rules"
    assert {rule.severity for rule in rules(name)} == {"critical", "warning", "info"}
    assert len({rule.id for rule in rules(name)}) == len(rules(name))


@pytest.mark.parametrize("rule", ALL)
def test_a_rule_speaks_both_languages_and_names_its_source(rule: Rule) -> None:
    for text in (rule.vi, rule.en, rule.fix_vi, rule.fix_en):
        assert text == text.strip()
        assert text.endswith(".")
        assert text == unicodedata.normalize("NFC", text)
    assert rule.source
    assert not rule.vi.isascii()
    assert not rule.fix_vi.isascii()


@pytest.mark.parametrize("rule", ALL)
def test_a_rule_points_at_a_field_of_its_contract(rule: Rule) -> None:
    name, _, what = rule.id.partition(".")
    assert what
    assert rule.field in contract(name).fields


@pytest.mark.parametrize("name", contracts())
def test_a_suite_reads_only_fields_of_its_contract(name: str) -> None:
    suite = suite_of(name)
    assert {*suite.texts, *suite.lists} <= set(contract(name).fields)
    assert len(set(suite.texts)) == len(suite.texts)


def test_no_rule_repeats_what_shape_or_mapping_own() -> None:
    owners = {rule.values[0].id.partition(".")[0] for rule in ALL}  # type: ignore[union-attr]
    assert owners == set(contracts())


def test_words_of_a_rule() -> None:
    rule = rule_text("birth", "birth.born_in_future")
    assert rule is not None
    assert (rule.en, rule.field, rule.severity) == ("The birth date lies in the future.", "born_on", "critical")
    assert rule_text("birth", "shape.born_on") is None


def test_a_contract_without_a_suite_is_a_misconfiguration() -> None:
    with pytest.raises(FatalError, match=r"expectations/unheard_of\.py"):
        rules("unheard_of")

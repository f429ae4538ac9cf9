"""Finds the suites: every module directly under `expectations` is a contract and has a `SUITE`."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from pathlib import Path

from expectations.suite.rule import Rule, Suite
from relay.errors import FatalError


def contracts() -> list[str]:
    """Names of the contracts that have a suite, sorted."""
    here = Path(__file__).resolve().parents[1]
    return sorted(module.name for module in pkgutil.iter_modules([str(here)]) if not module.ispkg)


@cache
def suite_of(contract: str) -> Suite:
    """The suite of a contract. Raises FatalError when there is none."""
    if contract not in contracts():
        raise FatalError(
            f"There is no suite for the contract {contract}: add expectations/{contract}.py.",
            f"Chưa có bộ quy tắc cho loại dữ liệu {contract}: cần thêm expectations/{contract}.py.",
            contract=contract,
        )
    suite: Suite = import_module(f"expectations.{contract}").SUITE
    return suite


def rules(contract: str) -> list[Rule]:
    """The rules of a contract in the order they are declared. Raises FatalError when there is no suite."""
    return list(suite_of(contract).rules)


def rule_text(contract: str, rule_id: str) -> Rule | None:
    """The rule with its words in both languages; None for a rule of another owner (shape, mapping, endpoint)."""
    return _rules_by_id(contract).get(rule_id)


@cache
def _rules_by_id(contract: str) -> dict[str, Rule]:
    return {rule.id: rule for rule in suite_of(contract).rules}

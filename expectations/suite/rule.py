"""A rule is declared once: what is expected, how grave a breach is, and what a clerk is told about it in two languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

import polars as pl

Severity = Literal["critical", "warning", "info"]


@dataclass(frozen=True)
class Check:
    """A Great Expectations expectation by class name (core, or ours in `custom`) with its arguments, not yet imported."""

    expectation: str
    arguments: Mapping[str, object]

    def columns(self) -> set[str]:
        """The frame columns the expectation reads."""
        named = {str(self.arguments[name]) for name in ("column", "column_A", "column_B") if name in self.arguments}
        listed = self.arguments.get("column_list", ())
        assert isinstance(listed, list | tuple)
        return named | {str(name) for name in listed}


@dataclass(frozen=True)
class Rule:
    """One rule of one contract.

    `id` is "<contract>.<rule>"; `field` is the contract field a clerk should look at; `vi` and `en` say what is wrong, `fix_vi` and
    `fix_en` what to do; `source` names the law or the page of the domain notes it rests on, or says "ours".
    """

    severity: Severity
    id: str
    field: str
    check: Check
    vi: str
    en: str
    fix_vi: str
    fix_en: str
    source: str


#: critical: the record is quarantined; warning: flagged and pushed; info: counted.
critical, warning, info = partial(Rule, "critical"), partial(Rule, "warning"), partial(Rule, "info")


@dataclass(frozen=True)
class Suite:
    """All rules of a contract and the columns they read.

    `texts` are scalar content fields, `lists` are list fields of objects with the polars type of what is read of them. `derive` adds
    the columns rules compare (dates, numbers, ages) to the decoded frame; it must keep row order and count. `limits` are numbers an
    installation may set otherwise.
    """

    contract: str
    texts: tuple[str, ...]
    rules: tuple[Rule, ...]
    derive: Callable[[pl.DataFrame], pl.DataFrame]
    lists: Mapping[str, pl.List] = field(default_factory=dict)
    limits: Mapping[str, float] = field(default_factory=dict)

    def columns(self) -> list[str]:
        """The columns Great Expectations needs to see; nothing else is handed to it."""
        return sorted(set().union(*(rule.check.columns() for rule in self.rules)))

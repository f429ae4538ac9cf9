"""A rule is declared once: what is expected, how grave a breach is, and what a clerk is told about it in two languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

import polars as pl

from expectations.suite.neighbours import Clash, Stranger, Tell
from schemas.contract import contract

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

    `derive` adds the columns rules compare (dates, numbers, ages) to the decoded frame; it must keep row order and count. It sees all
    fields of the contract, or where a long record is to be judged faster only those named: `texts` are scalar fields, `lists` are
    list fields of objects with the polars type of what is read of them. `limits` are numbers an installation may set otherwise.
    `tells` is what a record says to others under a key, `clashes` the columns that say with whom it does not go together, `strangers`
    those that say which person nobody knows; `derive` sees them.
    """

    contract: str
    rules: tuple[Rule, ...]
    derive: Callable[[pl.DataFrame], pl.DataFrame]
    texts: tuple[str, ...] = ()
    lists: Mapping[str, pl.List] = field(default_factory=dict)
    limits: Mapping[str, float] = field(default_factory=dict)
    tells: Sequence[Tell] = ()
    clashes: Sequence[Clash] = ()
    strangers: Sequence[Stranger] = ()

    def columns(self) -> list[str]:
        """The columns Great Expectations needs to see; nothing else is handed to it."""
        return sorted(set().union(*(rule.check.columns() for rule in self.rules)))

    def reads(self) -> Mapping[str, pl.DataType]:
        """The content fields `derive` and the rules see, with their types."""
        named = {**dict.fromkeys(self.texts, pl.String()), **self.lists}
        return named or contract(self.contract).polars_schema

"""What went wrong, sorted by what to do next.

    RelayError
    ├── RetryableError   the outside world is busy or away: try again later, nothing is half-written
    ├── FatalError       configuration, credentials or a contract mismatch: stop, a person must act
    └── RecordError      this one record is wrong: quarantine it, the rest goes on

Every error carries one sentence an operator can act on, in English and Vietnamese, and ids as attributes. No error ever carries
a personal value: callers pass surrogate ids, names of sources and field names only.
"""

from __future__ import annotations


class RelayError(Exception):
    """Base of all errors of the product; `en` and `vi` are sentences, `ids` surrogate identifiers."""

    def __init__(self, en: str, vi: str, **ids: str | int) -> None:
        super().__init__(en)
        self.en = en
        self.vi = vi
        self.ids = ids

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value}" for name, value in sorted(self.ids.items()))
        return f"{self.en} [{shown}]" if shown else self.en


class RetryableError(RelayError):
    """A source or an endpoint is unavailable or asks us to slow down. Running the step again is safe."""


class FatalError(RelayError):
    """Configuration, credentials or contract are wrong. Running the step again would give the same answer."""


class RecordError(RelayError):
    """One record cannot go on. It is quarantined with the rule and the field; the others continue."""

    def __init__(self, en: str, vi: str, *, rule: str, field: str, **ids: str | int) -> None:
        super().__init__(en, vi, **ids)
        self.rule = rule
        self.field = field

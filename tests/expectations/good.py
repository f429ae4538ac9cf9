"""The good record of each contract by number, as a function named like the contract: `from tests.expectations.good import birth`."""

from __future__ import annotations

from collections.abc import Callable

from tests.records import Content, record


def __getattr__(name: str) -> Callable[[int], Content]:
    """The contents of tests/records/<name>.py."""
    if name.startswith("_"):
        raise AttributeError(name)
    return record(name).good

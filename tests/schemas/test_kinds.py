"""Kinds that several contracts share: what they let in and what they keep out."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from schemas.kinds import Score

SCORES = TypeAdapter(Score)


@pytest.mark.parametrize("mark", [*map(str, range(11)), "0.0", "0.5", "8.5", "9.9", "10.0"])
def test_a_mark_is_from_0_to_10(mark: str) -> None:
    assert SCORES.validate_python(mark) == mark


@pytest.mark.parametrize("mark", ["", "-1", "11", "10.1", "10.5", "8.25", "8,5", "8.", ".5", "08", "100", "T", "8\n"])
def test_what_is_no_mark(mark: str) -> None:
    with pytest.raises(ValidationError):
        SCORES.validate_python(mark)

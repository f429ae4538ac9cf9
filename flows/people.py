"""Who may do what: users, their roles and units, from people.yaml, checked on load."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from flows.settings import load_file

Role = Literal["clerk", "reviewer", "engineer", "leader", "auditor"]


class Person(BaseModel):
    """One user; the unit "*" is the whole province."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    user: str
    roles: tuple[Role, ...]
    units: tuple[str, ...]


class _PeopleFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    people: tuple[Person, ...]


def load_people(path: Path) -> Mapping[str, Person]:
    """Users by name. Raises FatalError with one sentence."""
    return {person.user: person for person in load_file(path, _PeopleFile).people}

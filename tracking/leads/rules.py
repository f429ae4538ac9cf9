"""The rules of config/leads.yaml, checked on load."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Holder(_Shape):
    """Which field of a record type holds the person's number."""

    record: str
    person: str

    @property
    def bare(self) -> Holder:
        """The same without any day."""
        return Holder(record=self.record, person=self.person)


class People(Holder):
    """A record type that also says when the person was born or died."""

    born: str | None = None
    died: str | None = None


class Rule(_Shape):
    """One lead. Days and ages as leads.yaml explains them."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title_vi: str
    title_en: str
    why_vi: str
    why_en: str
    law: str
    when: Literal["age", "death"]
    of: tuple[People, ...]
    age: Annotated[int, Field(ge=0, le=150)] = 0
    day: Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])$")] | None = None
    after_days: Annotated[int, Field(ge=0, le=3650)] = 0
    ahead_days: Annotated[int, Field(ge=0, le=3650)] = 0
    until_age: Annotated[int, Field(ge=0, le=150)] = 150
    done_by: tuple[Holder, ...] = ()
    deaths: People | None = None

    @model_validator(mode="after")
    def _whole(self) -> Rule:
        if self.when == "age" and any(one.born is None for one in self.of):
            raise ValueError("a rule of age needs the field `born` in every entry of `of`")
        if self.when == "death" and (self.deaths is None or self.deaths.died is None):
            raise ValueError("a rule of death needs `deaths` with the field `died`")
        return self


class Rules(_Shape):
    """The whole file."""

    leads: tuple[Rule, ...]

    def persons(self) -> Iterator[People]:
        """Where the people come from that leads are about: those of an age, and those who died."""
        for rule in self.leads:
            if rule.when == "age":
                yield from rule.of
            if rule.deaths:
                yield rule.deaths

    def records(self) -> Iterator[Holder]:
        """What is asked about these people: records that close a lead, and records a death leaves to be closed."""
        for rule in self.leads:
            yield from rule.done_by
            if rule.when == "death":
                yield from (one.bare for one in rule.of)

    def oldest(self) -> int:
        """The age in years at which the last rule of age ends."""
        return max((rule.until_age for rule in self.leads if rule.when == "age"), default=0)

"""Who may see which page: everyone signed in sees figures; what leads to single records is for the people of config/people.yaml.

A user Airflow knows and people.yaml does not is a viewer. Nobody is let in unless the application was told how to recognise users.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, HTTPException

from flows.people import Person, Role
from ui.installation import people

VIEWER: tuple[Role, ...] = ()
EVERY_UNIT = "*"

#: Page → roles that may open it; None: everyone who is signed in.
MAY_OPEN: Mapping[str, frozenset[Role] | None] = {
    "progress": None,
    "quality": None,
    "desk": frozenset({"clerk", "reviewer", "engineer", "auditor"}),
    "indices": None,
    "overdue": None,
    "deliveries": frozenset({"engineer", "leader", "auditor"}),
    "leads": frozenset({"clerk", "reviewer", "engineer", "leader", "auditor"}),
    "passport": frozenset({"clerk", "reviewer", "engineer", "auditor"}),
}

#: Who may see lists of single dossiers on the page of overdue ones.
SEES_DOSSIERS: frozenset[Role] = frozenset({"clerk", "reviewer", "engineer", "auditor"})


@dataclass(frozen=True)
class Visitor:
    """Someone who is signed in: what people.yaml says of them."""

    user: str
    roles: frozenset[Role]
    units: frozenset[str]

    def may_open(self, page: str) -> bool:
        """Whether the page is for this visitor."""
        allowed = MAY_OPEN[page]
        return allowed is None or bool(allowed & self.roles)

    def sees_unit(self, unit: str | None) -> bool:
        """Whether records of this unit are for this visitor; one without a unit is for those of the whole province."""
        return EVERY_UNIT in self.units or unit in self.units

    @property
    def only_units(self) -> frozenset[str] | None:
        """The units whose records the visitor sees; None: all."""
        return None if EVERY_UNIT in self.units else self.units

    @property
    def sees_dossiers(self) -> bool:
        """Whether single dossiers are for this visitor."""
        return bool(SEES_DOSSIERS & self.roles)


def user_name() -> str:
    """Stands for the application's way to recognise users, and knows nobody."""
    raise HTTPException(401, "nobody is signed in")


def visitor(user: Annotated[str, Depends(user_name)]) -> Visitor:
    """The visitor of this request."""
    found = people().get(user) or Person(user=user, roles=VIEWER, units=())
    return Visitor(user, frozenset(found.roles), frozenset(found.units))


SignedIn = Annotated[Visitor, Depends(visitor)]


def opens(page: str) -> Callable[[Visitor], Visitor]:
    """A dependency that lets in those for whom the page is."""

    def check(who: SignedIn) -> Visitor:
        if not who.may_open(page):
            raise HTTPException(403, page)
        return who

    return check

"""Who may do what: users, their roles and units, from people.yaml, checked on load."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from flows.settings import load_file
from relay.errors import FatalError

Role = Literal["clerk", "reviewer", "engineer", "leader", "auditor"]

#: Who may be the second person.
APPROVERS: tuple[Role, ...] = ("reviewer", "engineer")


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


def approvers(people: Mapping[str, Person], first: str) -> list[str]:
    """Users who may approve what the user `first` has made."""
    return [user for user, person in people.items() if user != first and set(APPROVERS) & set(person.roles)]


def demand_approver(people: Mapping[str, Person], user: str, first: str) -> None:
    """Raise FatalError, with one sentence, unless `user` may approve what `first` has made."""
    others = ", ".join(approvers(people, first)) or "—"
    if user == first:
        raise FatalError(
            f"You ({user}) made this plan, so another person must approve it; ask one of: {others}.",
            f"Bạn ({user}) đã lập kế hoạch này nên phải do người khác duyệt; hãy nhờ: {others}.",
        )
    if user not in approvers(people, first):
        why = "has no role that approves" if user in people else "is not in people.yaml"
        reason = "không có quyền duyệt" if user in people else "không có trong people.yaml"
        raise FatalError(
            f"The user {user} {why}; ask one of: {others} (LIENTHONG_ACTOR says who you are).",
            f"Người dùng {user} {reason}; hãy nhờ: {others} (LIENTHONG_ACTOR cho biết bạn là ai).",
        )


def demand_role(people: Mapping[str, Person], user: str, roles: tuple[Role, ...]) -> None:
    """Raise FatalError, with one sentence, unless `user` has one of the roles."""
    if user in people and set(roles) & set(people[user].roles):
        return
    others = ", ".join(one for one, person in people.items() if set(roles) & set(person.roles)) or "—"
    raise FatalError(
        f"The user {user} has none of the roles {', '.join(roles)}; ask one of: {others} (LIENTHONG_ACTOR says who you are).",
        f"Người dùng {user} không có vai trò {', '.join(roles)}; hãy nhờ: {others} (LIENTHONG_ACTOR cho biết bạn là ai).",
    )

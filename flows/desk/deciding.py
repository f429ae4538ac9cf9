"""Deciding about records held back: who may propose what for whose records, and who is the second person."""

from __future__ import annotations

from collections.abc import Sequence

from expectations import rule_text
from flows.desk.records import Held, held
from flows.people import APPROVERS, Person, Role, demand_role, load_people
from flows.wiring import Wiring
from relay.desk import carrying, decisions
from relay.desk.decisions import Change, Decision, Kind
from relay.errors import FatalError

#: Who may propose: those who know the papers, and those who know the data.
PROPOSERS: tuple[Role, ...] = ("clerk", "reviewer", "engineer")
#: Who may see values of records.
SEERS: tuple[Role, ...] = ("clerk", "reviewer")
EVERY_UNIT = "*"


def releasable(flow: str, rule: str) -> bool:
    """Whether two persons may let a rule pass: the suite's judgement of what is plausible, or a refusal that is worth another try.

    What has the wrong shape, cannot be read, or claims another record's key would be wrong there as well.
    """
    return rule.startswith("endpoint.") or rule_text(flow, rule) is not None


def release_of(one: Held) -> Change:
    """The change that lets a record pass. Raises FatalError where a rule cannot be let pass."""
    rules = [rule for rule, _ in one.breaches]
    if not rules or any(not releasable(one.flow, rule) for rule in rules):
        raise FatalError(
            "A record whose shape is wrong, that cannot be read, waits for its parent or shares its key cannot be released; correct it.",
            "Bản ghi sai cấu trúc, không đọc được, đang chờ bản ghi gốc hoặc trùng khóa thì không thể bỏ qua; hãy sửa.",
        )
    return Change(one.version_id, rules=tuple(rule for rule in rules if not rule.startswith("endpoint.")))


def propose(wiring: Wiring, flow: str, kind: Kind, changes: Sequence[Change], user: str, reason: str) -> int:
    """Write a decision down for its second person. Returns its number. Raises FatalError with one sentence."""
    records = held(wiring.store, flow, only=[one.version_id for one in changes])
    demand_may_propose(wiring, user, [one.unit for one in records])
    return decisions.propose(wiring.store, flow, kind, changes, user, reason)


def demand_may_propose(wiring: Wiring, user: str, units: Sequence[str | None]) -> None:
    """Raise FatalError, with one sentence, unless `user` may decide about records of all these units."""
    _demand_units(_person(wiring, user, PROPOSERS), units)


def approve(wiring: Wiring, number: int, user: str) -> Decision:
    """The second person's yes; what was decided is in the next run. Raises FatalError with one sentence."""
    _demand_second(wiring, number, user)
    return carrying.approve(wiring.store, number, user)


def reject(wiring: Wiring, number: int, user: str, answer: str) -> Decision:
    """The second person's no, and why. Raises FatalError with one sentence."""
    _demand_second(wiring, number, user)
    return decisions.reject(wiring.store, number, user, answer)


def may_approve(wiring: Wiring, one: Decision, user: str) -> bool:
    """Whether this user can be the second person of a decision."""
    person = load_people(wiring.settings.config / "people.yaml").get(user)
    return person is not None and one.made_by != user and bool(set(APPROVERS) & set(person.roles))


def _demand_second(wiring: Wiring, number: int, user: str) -> None:
    one = decisions.decision_of(wiring.store, number)
    person = _person(wiring, user, APPROVERS)
    if one.made_by == user:
        raise FatalError(
            f"You ({user}) made decision {number}, so another person must answer it.",
            f"Bạn ({user}) đã lập quyết định {number} nên phải do người khác duyệt.",
        )
    _demand_units(person, decisions.units_of(wiring.store, number))


def _person(wiring: Wiring, user: str, roles: tuple[Role, ...]) -> Person:
    people = load_people(wiring.settings.config / "people.yaml")
    demand_role(people, user, roles)
    return people[user]


def _demand_units(person: Person, units: Sequence[str | None]) -> None:
    if EVERY_UNIT in person.units:
        return
    others = sorted({unit or "?" for unit in units if unit not in person.units})
    if others:
        raise FatalError(
            f"Records of other units are among them ({', '.join(others[:5])}); people.yaml says whose records are yours.",
            f"Có bản ghi của đơn vị khác ({', '.join(others[:5])}); people.yaml quy định bạn phụ trách đơn vị nào.",
        )

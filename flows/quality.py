"""The quality report of a night: figures counted, Data Docs written, reviewed by people, and told of when nobody does.

Files lie under LIENTHONG_HOME/quality/<day>/ for their owner alone; there is no value of a record in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from flows.catalogue import FLOWS
from flows.people import Role, demand_role, load_people
from flows.wiring import Wiring
from relay.errors import FatalError

if TYPE_CHECKING:
    from tracking.quality.review import Review
    from tracking.wording import Lang

#: Who may say what is thought of a report.
REVIEWERS: tuple[Role, ...] = ("reviewer", "leader")


def folder_of(wiring: Wiring, day: date) -> Path:
    """Where the Data Docs of a day lie."""
    return wiring.settings.home / "quality" / day.isoformat()


def quality_report(wiring: Wiring, day: date) -> Mapping[str, int]:
    """Count a day and write its Data Docs. Returns versions judged and files written; repeating it replaces both."""
    from expectations.suite.site import Counted, write_site
    from flows.duplicates import look_at_night
    from tracking.quality.figures import keep
    from tracking.quality.report import caught

    judged = keep(wiring.store, day)
    look_at_night(wiring)
    counts = {flow: Counted(*found) for flow, found in caught(wiring.store, day).items() if flow in FLOWS}
    if not counts:
        return {"judged": 0, "files": 0}
    folder = folder_of(wiring, day)
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_site(folder, day, counts)
    return {"judged": judged, "files": sum(one.is_file() for one in folder.rglob("*"))}


def say(wiring: Wiring, day: date, who: str, decision: str, comment: str) -> Review:
    """Review the report of a day. Raises FatalError for somebody who has no role to, or for what cannot be kept."""
    from tracking.quality.review import review

    demand_role(load_people(wiring.settings.config / "people.yaml"), who, REVIEWERS)
    return review(wiring.store, day, who, decision, comment)


def unreviewed_states(wiring: Wiring, day: date, review_days: int, told_days: int) -> dict[str, str]:
    """Subject → state for alerts: reports nobody reviewed within `review_days`, for `told_days`; well once somebody has."""
    from tracking.alerts import BETWEEN, UNREVIEWED, WELL
    from tracking.quality.review import reviewed, unreviewed

    until = day - timedelta(days=review_days)
    late = dict.fromkeys(unreviewed(wiring.store, until, told_days), UNREVIEWED)
    done = dict.fromkeys(reviewed(wiring.store, until, told_days), WELL)
    return {BETWEEN.join(("quality", one.isoformat())): state for one, state in (late | done).items()}


def in_words(flow: str, rule: str, lang: Lang) -> str:
    """What a rule means and what to do; its own name where it is of another time and nobody has words for it any more."""
    from flows.wording import sentence

    try:
        return sentence(flow, rule, lang)
    except (KeyError, FatalError):
        return rule

"""The provincial team's word on a day's report, and which reports still wait for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, get_args

import sqlalchemy as sa

from relay.clock import utc_now
from relay.errors import FatalError
from relay.store import Store, evidence
from relay.store.desk_tables import quality_figure as figure
from relay.store.desk_tables import quality_review as table

#: accepted: nothing has to be done; needs_work: somebody has to see to it, the comment says what.
Decision = Literal["accepted", "needs_work"]
COMMENT = 2000


@dataclass(frozen=True)
class Review:
    """Who said what of the report of a day."""

    day: str
    reviewer: str
    reviewed_at: datetime
    decision: str
    comment: str


def review(store: Store, day: date, reviewer: str, decision: str, comment: str) -> Review:
    """Keep a word on the report of a day; a later one replaces it, the audit log keeps both. Raises FatalError for what cannot be kept."""
    comment = comment.strip()
    _demand(decision, comment)
    said = Review(day.isoformat(), reviewer, utc_now(), decision, comment)
    with store.begin() as tx:
        if tx.execute(sa.select(figure.c.day).where(figure.c.day == said.day).limit(1)).scalar() is None:
            raise FatalError(
                f"There is no quality report of {said.day}; `lienthong quality report` shows the newest one.",
                f"Không có báo cáo chất lượng ngày {said.day}; `lienthong quality report` cho xem báo cáo mới nhất.",
            )
        tx.execute(table.delete().where(table.c.day == said.day))
        tx.execute(table.insert().values(vars(said)))
        evidence.note(tx, "quality_reviewed", "", {"actor": reviewer, "day": said.day, "decision": decision})
    return said


def review_of(store: Store, day: date) -> Review | None:
    """The word on a day's report; None while nobody has said one."""
    with store.read() as tx:
        row = tx.execute(sa.select(table).where(table.c.day == day.isoformat())).first()
    return Review(**row._mapping) if row else None


def unreviewed(store: Store, until: date, days: int) -> Sequence[date]:
    """The days among the last `days` up to `until` whose report nobody has said anything of, in order."""
    first = until - timedelta(days=days - 1)
    query = (
        sa.select(figure.c.day)
        .distinct()
        .where(figure.c.day.between(first.isoformat(), until.isoformat()), figure.c.day.not_in(sa.select(table.c.day)))
    )
    with store.read() as tx:
        return sorted(date.fromisoformat(day) for day in tx.execute(query).scalars())


def reviewed(store: Store, until: date, days: int) -> Sequence[date]:
    """The days among the last `days` up to `until` whose report somebody has reviewed."""
    first = until - timedelta(days=days - 1)
    query = sa.select(table.c.day).where(table.c.day.between(first.isoformat(), until.isoformat()))
    with store.read() as tx:
        return sorted(date.fromisoformat(day) for day in tx.execute(query).scalars())


def _demand(decision: str, comment: str) -> None:
    if decision not in get_args(Decision):
        raise FatalError(
            f"The decision is one of {', '.join(get_args(Decision))}; choose one of them.",
            f"Kết luận phải là một trong {', '.join(get_args(Decision))}; hãy chọn lại.",
        )
    if len(comment) > COMMENT:
        raise FatalError(
            f"The comment is longer than {COMMENT} characters; say it shorter.",
            f"Nhận xét dài quá {COMMENT} ký tự; hãy viết ngắn hơn.",
        )
    if decision == "needs_work" and not comment:
        raise FatalError(
            "Say in the comment what has to be done.",
            "Hãy ghi trong phần nhận xét việc cần làm.",
        )

"""Where a batch stands: read and moved in the transaction of the step that does the work."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from relay.status import Step
from relay.store import Store
from relay.store.tables import batch


def at_step(tx: sa.Connection, batch_id: int, step: Step) -> bool:
    """True when the batch waits for the step after `step`; locks its row so that two workers do not do it twice."""
    query = sa.select(batch.c.step).where(batch.c.batch_id == batch_id).with_for_update()
    return bool(tx.execute(query).scalar() == step)


def step_of(tx: sa.Connection, batch_id: int) -> str | None:
    """The last step the batch has completed."""
    return tx.execute(sa.select(batch.c.step).where(batch.c.batch_id == batch_id)).scalar()


def move_on(tx: sa.Connection, batch_id: int, step: Step) -> None:
    """The batch has completed `step`."""
    tx.execute(batch.update().where(batch.c.batch_id == batch_id).values(step=step))


def unfinished(store: Store, flow: str, source: str) -> Sequence[int]:
    """Batches of a source that a killed run left between pull and stage, oldest first; the next run finishes them."""
    query = (
        sa.select(batch.c.batch_id)
        .where(batch.c.flow == flow, batch.c.source == source, batch.c.step != Step.STAGED)
        .order_by(batch.c.batch_id)
    )
    with store.read() as tx:
        return list(tx.execute(query).scalars())


def source_of(store: Store, batch_id: int) -> str:
    """Name of the source a batch was pulled from."""
    with store.read() as tx:
        return str(tx.execute(sa.select(batch.c.source).where(batch.c.batch_id == batch_id)).scalar_one())

"""Two judges as one: what has the wrong shape is not asked about its plausibility in the same field."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from relay.model import Judge, Judgement


def together(shape: Callable[[pl.DataFrame], pl.DataFrame], judge: Judge) -> Judge:
    """A judge that returns the violations of both; on one field of one record the shape speaks alone."""

    def verdict(frame: pl.DataFrame) -> Judgement:
        misshapen = shape(frame)
        judged = judge(frame)
        rest = judged.violations.join(misshapen, on=["record_id", "field"], how="anti")
        return Judgement(pl.concat([misshapen, rest.select(misshapen.columns)]), judged.stops, judged.runs, judged.told)

    return verdict

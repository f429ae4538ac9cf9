"""The expectations about whole batches, put to work: what was usual is read from the store, and a batch that is not is stopped.

A stopped batch stays where it is, is told of every night, and goes on once somebody who may has said why it is all right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from flows.catalogue import FLOWS
from flows.people import APPROVERS, demand_role, load_people
from flows.settings import load_file, wrong
from flows.wiring import Wiring
from relay.store.tables import VERSIONS_PER_BATCH

if TYPE_CHECKING:
    import polars as pl

    from expectations.batch import BatchLimits, Stop, Usual
    from relay.model import Judge, Judgement
    from tracking.quality.batches import Facts

Share = Annotated[float, Field(gt=0, le=1)]


class QualityConfig(BaseModel):
    """config/quality.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nights: int = Field(default=28, ge=1, le=366)
    least_nights: int = Field(default=7, ge=7)
    least_records: int = Field(default=200, ge=1)
    most_times: float = Field(default=10, gt=1, allow_inf_nan=False)
    least_share: float = Field(default=0.1, ge=0, lt=1)
    older_days: int = Field(default=60, ge=0)
    key_share: Share = 0.5
    distance: Share = 0.3
    newest: Mapping[str, str] = Field(default_factory=dict)


def limits(wiring: Wiring) -> BatchLimits:
    """The checked limits. Raises FatalError with one sentence."""
    from expectations.batch import BatchLimits
    from schemas.contract import contract

    path = wiring.settings.config / "quality.yaml"
    asked = load_file(path, QualityConfig)
    for flow, field in asked.newest.items():
        if flow not in FLOWS:
            raise wrong(path, "newest", f"there is no flow {flow!r}; there are {', '.join(FLOWS)}")
        if field not in contract(flow).fields:
            raise wrong(path, f"newest.{flow}", f"the contract has no field {field!r}")
    return BatchLimits(**asked.model_dump())


class Watch:
    """Looks at the batches of one flow as they are judged; `stopped` are those it held back. What is usual is read once per source."""

    def __init__(self, wiring: Wiring, flow: str) -> None:
        self.store, self.flow = wiring.store, flow
        self.limits = limits(wiring)
        self.stopped: list[int] = []
        self._usual: dict[tuple[str, date], Usual] = {}

    def over(self, judge: Judge) -> Judge:
        """The judge, and beside it the expectations about whole batches; what somebody let pass is stopped by neither."""

        def verdict(frame: pl.DataFrame) -> Judgement:
            judgement = judge(frame)
            batch_id = int(frame["record_id"][0]) // VERSIONS_PER_BATCH
            reasons = self._reasons(batch_id, frame["content"].to_list(), judgement.stops)
            if reasons:
                self.stopped.append(batch_id)
            return replace(judgement, stops=reasons)

        return verdict

    def _reasons(self, batch_id: int, contents: list[str], stops: Sequence[str]) -> list[str]:
        from tracking.quality import batches

        one = batches.facts(self.store, batch_id)
        if one is None:
            return list(stops)
        found = self._look(one, contents)
        vi = [*(f"{stop.rule}: {stop.vi}" for stop in found), *stops]
        en = [*(f"{stop.rule}: {stop.en}" for stop in found), *stops]
        both = [*(f"{stop.rule}: {stop.vi} · {stop.en}" for stop in found), *stops]
        return both if both and batches.stop(self.store, one, vi, en) else []

    def _look(self, one: Facts, contents: list[str]) -> list[Stop]:
        from expectations.batch import judge_batch, profile, usual
        from tracking.quality import batches

        newest, raws = self.limits.newest.get(self.flow, ""), batches.raws(self.store, one.batch_id)
        found = profile(self.flow, contents, raws, newest, one.night.isoformat())
        batches.keep_profile(self.store, one.batch_id, found)
        place = one.source, one.night
        if place not in self._usual:
            nights = batches.nights_before(self.store, one, self.limits.nights)
            self._usual[place] = usual(nights, self.limits.least_records)
        return judge_batch(found, batches.changed(self.store, one), one.night, self._usual[place], self.limits)


def stopped(wiring: Wiring, flow: str) -> list[dict[str, Any]]:
    """Batches of a flow that wait for somebody to look, each with a sentence in both languages."""
    from tracking.quality.batches import open_stops

    return [
        {
            "batch": one.batch_id,
            "flow": flow,
            "source": one.source,
            "vi": f"Lô {one.batch_id} của nguồn {one.source} bị dừng ({one.reasons_vi}). Kiểm tra nguồn, rồi "
            f"`lienthong quality pass {one.batch_id} --reason …` nếu dữ liệu đúng.",
            "en": f"Batch {one.batch_id} of source {one.source} is stopped ({one.reasons_en}). Check the source, then "
            f"`lienthong quality pass {one.batch_id} --reason …` if the data are right.",
        }
        for one in open_stops(wiring.store, flow)
    ]


def let_pass(wiring: Wiring, batch_id: int, who: str, reason: str) -> None:
    """Let a stopped batch go on with the next run. Raises FatalError for who may not, or when there is nothing to let pass."""
    from tracking.quality import batches

    demand_role(load_people(wiring.settings.config / "people.yaml"), who, APPROVERS)
    batches.let_pass(wiring.store, batch_id, who, reason)

"""What one installation sets for the indices (config/indices.yaml): what no document states, and what only the province knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tracking.indices.metrics import GROUPS, Metric, metrics

Points = Annotated[float, Field(ge=0)]
Area = Literal["urban", "rural", "disadvantaged"]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OnlinePoints(_Shape):
    """How the 12 points of group 3 are shared out. Unsourced; the default fits what the reporting interface returned (one source)."""

    online_procedures: Points = 2
    online_services_used: Points = 4
    online_dossiers: Points = 6

    @model_validator(mode="after")
    def _whole(self) -> OnlinePoints:
        if sum(self.model_dump().values()) != GROUPS["online"][0]:
            raise ValueError("the points of the three online metrics must add up to 12")
        return self


class Band(_Shape):
    """A grade from so many points of 100 upwards. Unsourced."""

    from_points: Annotated[float, Field(ge=0, le=100)]
    vi: str
    en: str


class Productivity(_Shape):
    """Dossiers per officer: reported by one province, which names neither a period nor who is in which class."""

    period: Literal["month", "quarter", "year"] = "year"
    urban: Annotated[int, Field(gt=0)] = 1600
    rural: Annotated[int, Field(gt=0)] = 1200
    disadvantaged: Annotated[int, Field(gt=0)] = 800
    units: dict[str, Area] = {}


class Procedure(_Shape):
    """What the indices ask of a procedure. `days`: working days the law allows. `paper`: its result is a paper."""

    online: Literal["full", "partial", "no"] = "no"
    fee: bool = False
    citizens: bool = True
    paper: bool = True
    days: Annotated[float, Field(gt=0)] | None = None


BANDS = (
    Band(from_points=90, vi="Xuất sắc", en="Excellent"),
    Band(from_points=80, vi="Tốt", en="Good"),
    Band(from_points=70, vi="Khá", en="Fair"),
    Band(from_points=50, vi="Trung bình", en="Average"),
    Band(from_points=0, vi="Yếu", en="Weak"),
)


class Rules(_Shape):
    """The whole file; everything has a default but the catalogue, without which what needs it is N/A."""

    online_points: OnlinePoints = OnlinePoints()
    bands: tuple[Band, ...] = BANDS
    overdue_days: tuple[Annotated[int, Field(gt=0)], ...] = (5, 15, 30)
    productivity: Productivity = Productivity()
    waiting_minutes: Annotated[float, Field(gt=0)] = 15
    handling_minutes: Annotated[float, Field(gt=0)] = 30
    time_saved: Annotated[float, Field(gt=0, le=1)] = 0.2
    catalogue: dict[str, Procedure] = {}

    @model_validator(mode="after")
    def _in_order(self) -> Rules:
        if list(self.overdue_days) != sorted(set(self.overdue_days)):
            raise ValueError("overdue_days must rise")
        limits = [band.from_points for band in self.bands]
        if limits != sorted(set(limits), reverse=True) or not limits or limits[-1] != 0:
            raise ValueError("bands must fall, and the last begin at 0")
        return self

    @cached_property
    def metrics(self) -> Mapping[str, Metric]:
        """All metrics with the points and limits of this installation filled in."""
        online = self.online_points.model_dump()
        limits = {name: getattr(self, name) for name in ("waiting_minutes", "handling_minutes", "time_saved")}
        return {
            name: replace(one, maximum=online.get(name, one.maximum), target=limits.get(name, one.target))
            for name, one in metrics().items()
        }

    def workload(self, unit: str, period: str) -> float | None:
        """Dossiers one officer of the unit should settle in the period; None where class or period is not the declared one."""
        area = self.productivity.units.get(unit)
        return float(getattr(self.productivity, area)) if area and kind_of(period) == self.productivity.period else None

    def band(self, score: float) -> Band:
        """The band of a score out of 100."""
        return next(band for band in self.bands if score >= band.from_points)


def kind_of(period: str) -> Literal["month", "quarter", "year"]:
    """Whether 2026-11, 2026-Q4 or 2026 is meant."""
    if "Q" in period:
        return "quarter"
    return "month" if "-" in period else "year"

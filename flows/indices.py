"""The settlement indices of this installation: the tables of tracking/indices read with the rules of config/indices.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.settings import load_file
from flows.wiring import Wiring
from relay.errors import FatalError

if TYPE_CHECKING:
    from tracking.indices.board import Board, Ranked
    from tracking.indices.compare import Comparison
    from tracking.indices.overdue import Overdue
    from tracking.indices.rules import Rules


def rules(wiring: Wiring) -> Rules:
    """The checked configuration. Raises FatalError with one sentence."""
    from tracking.indices.rules import Rules

    return load_file(wiring.settings.config / "indices.yaml", Rules)


def demand_unit(wiring: Wiring, unit: str | None) -> None:
    """Raise FatalError, with one sentence, for a unit that no dossier of ours names."""
    from tracking.indices.board import units_counted

    if unit and unit not in units_counted(wiring.store):
        raise FatalError(
            f"No dossier was ever settled by a unit {unit}; `lienthong index --rank` lists the units.",
            f"Không có hồ sơ nào do đơn vị {unit} giải quyết; xem danh sách bằng `lienthong index --rank`.",
            unit=unit,
        )


def board(wiring: Wiring, period: str, unit: str = "") -> Board:
    """The score board of a unit, "" the province."""
    from tracking.indices.board import board as read

    return read(wiring.store, period, unit, rules(wiring))


def ranks(wiring: Wiring, period: str) -> list[Ranked]:
    """All units, the best first."""
    from tracking.indices.board import units_ranked

    return units_ranked(wiring.store, period, rules(wiring))


def comparison(wiring: Wiring, period: str, unit: str = "") -> Comparison:
    """Our board beside the nation's figures."""
    from tracking.indices.compare import compare

    return compare(wiring.store, period, unit, rules(wiring))


def overdue(wiring: Wiring, unit: str | None = None, page: int = 0, per_page: int = 50) -> Overdue:
    """Open dossiers by age today; `page` counts from 0."""
    from tracking.indices.overdue import overdue as read

    return read(wiring.store, unit, page, days=rules(wiring).overdue_days, per_page=per_page)

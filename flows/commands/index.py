"""`lienthong index` and `lienthong overdue`: the settlement indices as the last night left them, and dossiers that are late."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands import Json, Lang, looking, show

if TYPE_CHECKING:
    from relay.store import Store

Unit = Annotated[str | None, typer.Option(help="Only this unit (its agency code).")]


def index(
    unit: Unit = None,
    period: Annotated[
        str | None, typer.Option(help="2026-11, 2026-Q4 or 2026; left out, the newest year there is.")
    ] = None,
    rank: Annotated[bool, typer.Option("--rank", help="All units, the best first, instead of one board.")] = False,
    national: Annotated[
        bool, typer.Option("--national", help="Beside the nation's own figures, with the reason.")
    ] = False,
    lang: Lang = "vi",
    as_json: Json = False,
) -> None:
    """The settlement indices of QĐ 766/QĐ-TTg: numerator, denominator, ratio, target, points, and figures beside the 100 points.

    Read as the last night left them. A metric whose source is not connected is N/A; the points that could be reached stand
    beside the score.
    """
    from flows import indices
    from flows.screens import index as screens

    wiring = looking()
    indices.demand_unit(wiring, unit)
    period = _period(wiring.store, period)
    if rank:
        ranks = indices.ranks(wiring, period)
        show([asdict(one) for one in ranks], as_json, lambda _: screens.ranks(ranks, period, lang))
    elif national:
        compared = indices.comparison(wiring, period, unit or "")
        show(asdict(compared), as_json, lambda _: screens.compared(compared, lang))
    else:
        board = indices.board(wiring, period, unit or "")
        show(asdict(board), as_json, lambda _: screens.board(board, lang))


def overdue(
    unit: Unit = None,
    page: Annotated[int, typer.Option(min=1, help="Which page of the list of dossiers.")] = 1,
    lang: Lang = "vi",
    as_json: Json = False,
) -> None:
    """Open dossiers by how long they are overdue: of all units, or of one unit by officer; then one by one, the latest first."""
    from flows import indices
    from flows.screens import index as screens

    wiring = looking()
    indices.demand_unit(wiring, unit)
    found = indices.overdue(wiring, unit, page - 1)
    show(asdict(found), as_json, lambda _: screens.overdue(found, unit, lang))


def _period(store: Store, wanted: str | None) -> str:
    from tracking.indices.board import periods

    known = periods(store)
    if not known:
        raise typer.BadParameter(
            "no figures yet; a night's progress step writes them (make run)", param_hint="--period"
        )
    if wanted and wanted not in known:
        raise typer.BadParameter(f"no figures of {wanted!r}; there are {', '.join(known)}", param_hint="--period")
    return wanted or known[0]

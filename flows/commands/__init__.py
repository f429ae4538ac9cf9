"""The commands of `lienthong`, one module for each group that belongs together."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from relay.errors import FatalError

if TYPE_CHECKING:
    from flows.wiring import Wiring

#: Local systems hold nothing older under our care; whatever is asked before it is a slip of the hand.
EARLIEST = date(2000, 1, 1)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Lang = Annotated[Literal["vi", "en"], typer.Option(help="Language of tables.")]


def show(found: Any, as_json: bool, screen: Callable[[Any], None]) -> None:
    """Print what was found: one JSON document, or the screen for people."""
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, default=str))
    else:
        screen(found)


def past_day(text: str | None) -> date:
    """A day people may look back to: today when None. Raises typer.BadParameter for no day, one ahead, or one before there were records."""
    from tracking.campaigns import local_today

    try:
        day = date.fromisoformat(text) if text else local_today()
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a day; write YYYY-MM-DD") from None
    if not EARLIEST <= day <= local_today():
        raise typer.BadParameter(f"{text} lies ahead, or before {EARLIEST}; choose a day that has been")
    return day


def looking() -> Wiring:
    """The installation of someone who only looks: a store must be there already. Raises FatalError."""
    from flows.wiring import Wiring

    wiring = Wiring()
    path = wiring.settings.database_url.removeprefix("sqlite:///")
    if path != wiring.settings.database_url and not Path(path).exists():
        raise FatalError(
            f"There is no store at {path} yet; start with `make run`, or set LIENTHONG_HOME to where it is.",
            f"Chưa có kho dữ liệu tại {path}; hãy chạy `make run`, hoặc đặt LIENTHONG_HOME tới nơi có kho.",
        )
    return wiring

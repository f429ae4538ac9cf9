"""`lienthong codes`: what national endpoints answer instead of a receipt, what it means, and who can do something about it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from flows.commands import Json, Lang, looking, show


def codes(
    code: Annotated[str | None, typer.Argument(help="Explain this code; all of them when left out.")] = None,
    endpoint: Annotated[str, typer.Option(help="Only codes of this endpoint.")] = "",
    unknown: Annotated[bool, typer.Option("--unknown", help="Only codes the catalogue does not know.")] = False,
    lang: Lang = "vi",
    as_json: Json = False,
) -> None:
    """Error codes of the national endpoints: meaning, fix, who can act, records held now and in all; unknown ones first."""
    from flows.codes import chosen, explained
    from flows.codes import codes as every
    from flows.screens.codes import explanation, table

    store = looking().store
    found = chosen(every(store) if code is None else explained(store, code), endpoint, unknown=unknown)
    if code is not None and not found:
        raise typer.BadParameter(f"no endpoint is known to answer {code!r}, and none did; see `lienthong codes`")
    screen = table if code is None else explanation
    show([asdict(one) for one in found], as_json, lambda _: screen(found, lang))

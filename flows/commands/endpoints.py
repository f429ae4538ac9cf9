"""`lienthong endpoints`: how each national endpoint stands, and how many nights its backlog needs."""

from __future__ import annotations

from flows.commands import Json, Lang, looking, show


def endpoints(lang: Lang = "vi", as_json: Json = False) -> None:
    """Show each national endpoint: circuit breaker, what is on its way, quota, opening hours, and how many nights it needs."""
    from flows.deliveries import standing
    from flows.screens.endpoints import endpoints as screen

    show(standing(looking()), as_json, lambda found: screen(found, lang))

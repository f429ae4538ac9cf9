"""Forms that change something: each carries a token of its visitor, so that no other site can send it in the visitor's name."""

from __future__ import annotations

from fastapi import HTTPException
from itsdangerous import BadData, URLSafeTimedSerializer

from ui.access import Visitor
from ui.installation import wiring

#: Seconds a form may stand open.
PATIENCE = 8 * 3600


def token(who: Visitor) -> str:
    """What a form of this visitor carries in its field `token`."""
    return str(_tokens().dumps(who.user))


def demand_token(who: Visitor, given: str) -> None:
    """Raises HTTPException 403 unless the form was ours, this visitor's, and not too old."""
    try:
        owner = _tokens().loads(given, max_age=PATIENCE)
    except BadData:
        owner = None
    if owner != who.user:
        raise HTTPException(403, "the form is not yours, or too old: load the page again")


def _tokens() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(wiring().settings.key_secret, salt="lienthong-form")

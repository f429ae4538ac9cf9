"""Reading single fields of a content without trusting its shape."""

from __future__ import annotations

import re

from simulators.national.canonical import Content

_personal_id = re.compile(r"[0-9]{12}")


def text(content: Content, name: str) -> str:
    """The field as text; empty when absent or of another kind."""
    value = content.get(name)
    return value if isinstance(value, str) else ""


def personal_id(content: Content, name: str) -> str | None:
    """The field when it is a personal number of 12 digits."""
    value = text(content, name)
    return value if _personal_id.fullmatch(value) else None

"""One sentence for every rule, wherever the rule lives: the mapping and the shape (schemas), the suite, the engine, the endpoint."""

from __future__ import annotations

OWN = {
    "natural_key.shared": (
        "Hai bản ghi đang dùng cùng một số đăng ký; xem lại cả hai.",
        "Two live records claim the same natural key; look at both.",
    ),
}


def sentence(flow: str, rule: str, lang: str = "vi") -> str:
    """What a rule means, for a clerk; the rule's own name when nobody has words for it."""
    if rule in OWN:
        return OWN[rule][0 if lang == "vi" else 1]
    if rule.startswith("endpoint."):
        _, endpoint, code = rule.split(".", 2)
        vi, en = (
            f"Hệ thống quốc gia {endpoint} từ chối, mã {code}.",
            f"The national system {endpoint} refused it, code {code}.",
        )
        return vi if lang == "vi" else en
    text = _text(flow, rule)
    return rule if text is None else str(getattr(text, lang))


def _text(flow: str, rule: str) -> object | None:
    if rule.startswith(("shape.", "map.")):
        from schemas.contract import contract
        from schemas.shape import rule_text as shape_text

        return shape_text(contract(flow), rule)
    from expectations import rule_text

    return rule_text(flow, rule)

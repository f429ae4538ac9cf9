"""Words that terminal and pages share; one sentence for every rule, whether the mapping, the shape, the suite or an endpoint owns it."""

from __future__ import annotations

#: What holds a message, in Vietnamese and English.
HOLDS = {
    "parent": ("chờ bản ghi gốc", "for a parent"),
    "ticket": ("chờ kết quả hẹn", "for a promised receipt"),
    "predecessor": ("chờ bản trước", "for an earlier version"),
    "children": ("chờ xóa bản ghi phụ thuộc", "for children to go"),
    "quota": ("hết hạn mức ngày", "for a new quota"),
    "window": ("ngoài giờ nhận", "for opening hours"),
}
#: How an endpoint stands: the states of its circuit breaker, and shut outside its hours.
CONDITIONS = {
    "closed": ("bình thường", "fine"),
    "open": ("tạm ngừng gửi", "left alone"),
    "half-open": ("đang thử lại", "trying again"),
    "shut": ("ngoài giờ nhận", "closed now"),
}

OWN = {
    "natural_key.shared": (
        "Hai bản ghi đang dùng cùng một số đăng ký; xem lại cả hai.",
        "Two live records claim the same natural key; look at both.",
    ),
    "natural_key.changed": (
        "Số đăng ký đã khác với bản mà trung ương đang giữ; phải hủy số cũ ở trung ương trước khi gửi số mới.",
        "The natural key differs from the one the nation holds; the old one must be withdrawn there before the new one goes.",
    ),
}


def sentence(flow: str, rule: str, lang: str = "vi") -> str:
    """What a rule means and what to do, for a clerk; the rule's own name when nobody has words for it."""
    pick = 0 if lang == "vi" else 1
    if rule in OWN:
        return OWN[rule][pick]
    if rule.startswith("endpoint."):
        _, endpoint, code = rule.split(".", 2)
        refused = (
            f"Hệ thống quốc gia {endpoint} từ chối, mã {code}.",
            f"The national system {endpoint} refused it, code {code}.",
        )
        return refused[pick]
    if rule.startswith(("shape.", "map.")):
        from schemas.contract import contract
        from schemas.shape import rule_text as shape_text

        text = shape_text(contract(flow), rule)
        return " ".join((text.vi, text.hint_vi) if lang == "vi" else (text.en, text.hint_en))
    from expectations import rule_text

    known = rule_text(flow, rule)
    if known is None:
        return rule
    return f"{known.vi} {known.fix_vi}" if lang == "vi" else f"{known.en} {known.fix_en}"

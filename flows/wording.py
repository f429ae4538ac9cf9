"""Words that terminal and pages share; one sentence for every rule, whether the mapping, the shape, the suite or an endpoint owns it."""

from __future__ import annotations

from flows.scanned.words import RULES

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
#: Who can act on a code of an endpoint.
WHO = {
    "unit": ("cán bộ đơn vị quản lý bản ghi", "the clerk of the record's unit"),
    "team": ("tổ dữ liệu của tỉnh", "the provincial data team"),
    "engineer": ("kỹ sư dữ liệu", "the data engineer"),
    "national": ("đơn vị vận hành hệ thống quốc gia", "those who run the national system"),
}
#: What to say of a code that is not in the catalogue.
UNKNOWN_CODE = (
    (
        "Danh mục chưa có mã này; mã đã được ghi nhận.",
        "The catalogue does not know this code yet; it has been collected.",
    ),
    (
        "Hỏi đơn vị vận hành hệ thống quốc gia mã này nghĩa là gì, rồi bổ sung vào danh mục (docs/error-codes.md).",
        "Ask those who run the national system what it means, and add it to the catalogue (docs/error-codes.md).",
    ),
)


def code_sentence(endpoint: str, code: str, pick: int) -> str:
    """Which endpoint said what, what that means, the fix and who can do it; `pick`: 0 Vietnamese, 1 English."""
    from connectors.national.codes import lookup

    known = lookup(endpoint, code)
    meaning, fix = (known.meaning, known.fix) if known else UNKNOWN_CODE
    who = WHO[known.who if known else "team"][pick]
    said = (f"Hệ thống quốc gia {endpoint}, mã {code}:", f"National system {endpoint}, code {code}:")[pick]
    acts = (f"Người xử lý: {who}.", f"Who can act: {who}.")[pick]
    return f"{said} {meaning[pick]} {fix[pick]} {acts}"


def sentence(flow: str, rule: str, lang: str = "vi") -> str:
    """What a rule means and what to do, for a clerk; the rule's own name when nobody has words for it."""
    pick = 0 if lang == "vi" else 1
    if told := OWN.get(rule) or RULES.get(rule):
        return told[pick]
    if rule.startswith("endpoint."):
        _, endpoint, code = rule.split(".", 2)
        return code_sentence(endpoint, code, pick)
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

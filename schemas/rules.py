"""Rules in words: every `shape.*` and `map.*` rule of every contract as a sentence for a clerk, with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from schemas.contract import Contract
from schemas.wording import WHOLE, RuleText, Says

_SOURCE_HINT = (
    "Sửa tại hệ thống nguồn để lần đồng bộ sau không lặp lại, hoặc nhập giá trị đúng tại bàn sửa.",
    "Correct it in the source system so that the next night is right, or enter the right value at the correction desk.",
)
_SPECIAL = {
    f"shape.{WHOLE}": RuleText(
        "Bản ghi không đúng cấu trúc đã thống nhất.",
        "The record does not have the agreed structure.",
        "Báo quản trị: hệ thống nguồn có thể đã đổi phiên bản.",
        "Tell the administrator: the source system may have changed its version.",
    ),
    "map.raw": RuleText(
        "Không đọc được bản ghi (hoặc một phần của bản ghi) do hệ thống nguồn gửi.",
        "The record, or a part of it, as sent by the source system cannot be read.",
        "Đề nghị đơn vị xuất lại tệp hoặc gửi lại bản ghi từ hệ thống nguồn.",
        "Ask the unit to export the file again or to send the record again from the source system.",
    ),
    "map.unit": RuleText(
        "Xã cũ đã chia cho nhiều xã mới và bản ghi không cho biết thuộc xã mới nào.",
        "The old commune was split among several new ones, and nothing in the record tells which of them it is in.",
        "Căn cứ địa chỉ để chọn xã mới phụ trách.",
        "Choose the new commune that answers, by the address.",
    ),
}


def rule_text(contract: Contract, rule: str) -> RuleText:
    """The words of a `shape.*` or `map.*` rule. Raises KeyError for a rule the contract does not have."""
    if rule in _SPECIAL:
        return _SPECIAL[rule]
    family, _, rest = rule.partition(".")
    field, _, detail = rest.partition(".")
    if field not in contract.model.model_fields or detail not in ("", "province") or family not in ("shape", "map"):
        raise KeyError(f"contract {contract.name} has no rule {rule!r}")
    if detail:
        return _province(contract, field)
    return _unreadable(contract, field) if family == "map" else _misshapen(contract, field)


def all_rules(contract: Contract) -> tuple[str, ...]:
    """Every rule of shape and mapping this contract can fail."""
    return (*_SPECIAL, *(f"{family}.{field}" for field in contract.fields for family in ("shape", "map")))


def _misshapen(contract: Contract, field: str) -> RuleText:
    says, heading = _says(contract, field), contract.titles[field]
    if contract.model.model_fields[field].annotation is None or _optional(contract, field):
        return RuleText(f"“{heading}” {says.vi}.", f"{_plain(field)} {says.en}.", says.hint_vi, says.hint_en)
    return RuleText(
        f"“{heading}” là bắt buộc và {says.vi}.",
        f"{_plain(field)} is required and {says.en}.",
        says.hint_vi,
        says.hint_en,
    )


def _unreadable(contract: Contract, field: str) -> RuleText:
    return RuleText(
        f"Không đọc được hoặc không chuyển được mã “{contract.titles[field]}” của hệ thống nguồn.",
        f"{_plain(field)} as the source wrote it cannot be read, or its code has no counterpart.",
        f"{_says(contract, field).hint_vi} {_SOURCE_HINT[0]}",
        f"{_says(contract, field).hint_en} {_SOURCE_HINT[1]}",
    )


def _province(contract: Contract, field: str) -> RuleText:
    return RuleText(
        f"“{contract.titles[field]}” bắt đầu bằng mã tỉnh không có trong danh mục.",
        f"{_plain(field)} begins with a province code that is in no list.",
        "Đối chiếu số trên thẻ căn cước; nếu đúng thì bỏ qua cảnh báo.",
        "Compare with the identity card; if it is right, ignore the warning.",
    )


def _plain(field: str) -> str:
    return field.replace("_", " ").capitalize()


def _optional(contract: Contract, field: str) -> bool:
    return type(None) in get_args(contract.model.model_fields[field].annotation)


def _says(contract: Contract, field: str) -> Says:
    info = contract.model.model_fields[field]
    return next(_all_says(info.annotation, info.metadata), _LIST)


def _all_says(annotation: Any, metadata: Any) -> Iterator[Says]:
    yield from (item for item in metadata if isinstance(item, Says))
    for arg in get_args(annotation):
        yield from _all_says(arg, getattr(arg, "__metadata__", ()))


_LIST = Says(
    "phải gồm các mục đúng cấu trúc",
    "must hold items of the agreed structure",
    "Mở hồ sơ trong hệ thống nguồn và kiểm tra từng mục.",
    "Open the dossier in the source system and check each item.",
)

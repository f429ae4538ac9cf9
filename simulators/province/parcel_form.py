"""Form PL3 as the communes fill it: 49 columns behind the row's number, the dossier's code, and what stands on the land."""

from __future__ import annotations

from simulators.province.dice import Dice

LAND_USE_HEADER = ("Loại đất", "Diện tích", "Nguồn gốc sử dụng", "Hình thức sử dụng ", "Thời hạn sử dụng")
HEADER = (
    "STT", "Mã ĐVHC cấp xã", "Số phát hành GCN", "Ngày cấp GCN", "Số vào sổ GCN", "Tên tổ chức",
    "Số định danh tổ chức", "Họ và tên chủ sử dụng/\nHọ tên người đại diện tổ chức", "Ngày, tháng, năm sinh",
    "Giới tính", "Số định danh cá nhân/CCCD", "Địa chỉ thường trú", "Pháp nhân trên GCN",
    "Vai trò pháp nhân trên GCN", "Tên người sử dụng hiện tại", "Số định danh cá nhân (CCCD)",
    "địa chỉ thường trú (2 cấp)", "Lý do thay đổi (thừa kế, tặng cho, chuyển nhượng...)", "Mã định danh thửa đất",
    "Số tờ bản đồ ghi trên GCN", "Số thứ tự thửa đất ghi trên GCN", "Số hiệu tờ trên bản đồ địa chính",
    "Số thứ tự thửa trên bản đồ địa chính", "Địa chỉ thửa đất", "Diện tích thửa đất", *LAND_USE_HEADER,
    *LAND_USE_HEADER, *LAND_USE_HEADER, "Loại tài sản gắn liền với đất", "Khu nhà chung cư, nhà hỗn hợp",
    "Nhà chung cư", "Số căn hộ", "Diện tích xây dựng", "Diện tích sàn", "Hình thức sở hữu", "Thời hạn sở hữu",
    "Cấp hạng", "Tên file quét GCN/CCCD", "Mã hồ sơ",
)  # fmt: skip
LASTING = "Lâu dài"
CELLS = ("stt", *(f"c{place:02d}" for place in range(1, 50)), "ma_ho_so")


def tenths(value: int) -> str:
    """Square metres with a decimal comma: 12345 tenths are "1234,5"."""
    whole, rest = divmod(value, 10)
    return f"{whole},{rest}" if rest else str(whole)


def asset_columns(dice: Dice) -> dict[str, str]:
    """The house on it, where there is one."""
    if not dice.chance(400):
        return {}
    built = dice.between(400, 1500)
    return {
        "c40": "Nhà ở riêng lẻ",
        "c44": tenths(built),
        "c45": tenths(built * dice.between(1, 3)),
        "c46": "Sở hữu riêng",
        "c47": LASTING,
        "c48": "Cấp IV" if dice.chance(700) else "Cấp III",
    }

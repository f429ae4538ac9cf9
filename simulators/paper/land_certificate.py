"""The land-use certificate (giấy chứng nhận quyền sử dụng đất): its headings and order of items, recalled; codes of TT 08/2024."""

from __future__ import annotations

from datetime import date, timedelta

from simulators.paper import parts
from simulators.paper.facts import SEX, TODAY, Source, comma, dmy
from simulators.paper.sheet import Sheet
from simulators.province.names import UNITS, number_in_words
from simulators.province.units import load

PERSONAL = (
    "holder_name", "holder_born_on", "holder_id", "holder_address", "parcel_address", "certificate_serial", "certificate_book_no",
)  # fmt: skip
USE: dict[str, str] = load("land_use.json")
ORIGIN: dict[str, str] = load("land_origin.json")
HOMES, FIELDS = ("ONT", "ODT"), ("CLN", "HNK", "LUC", "NTS", "RSX")
ORIGINS = ("1", "1", "2", "3", "4", "5", "12", "13")
NEW_SERIAL_FROM = date(2024, 8, 1)
LASTING = "Lâu dài"


def facts(source: Source) -> dict[str, str]:
    """One parcel and its holder, of age when the certificate was issued."""
    dice, issued = source.dice, source.dice.day(date(2009, 12, 10), TODAY)
    holder = source.adult(1 + dice.below(2), issued.year - 60, issued.year - 22)
    use, area = dice.pick(HOMES if dice.chance(600) else FIELDS), dice.between(450, 29_990)
    letters = dice.pick("ABCDĐ") + dice.pick("ABDEGHKLMPSTVX")
    serial = f"{letters} {dice.digits(8 if issued >= NEW_SERIAL_FROM else 6)}"
    until = f"Đến ngày {dmy(issued + timedelta(days=50 * 365))}"
    return {
        "unit": source.commune.name, "province": source.commune.province_name,
        "certificate_serial": serial, "certificate_book_no": f"{dice.pick(('CH', 'CS', 'VP'))} {dice.digits(5)}",
        "certificate_issued_on": dmy(issued), "holder_name": holder.name, "holder_sex": SEX[holder.sex - 1],
        "holder_born_on": str(holder.born.year) if dice.chance(350) else dmy(holder.born),
        "holder_id": holder.id, "holder_address": source.home(),
        "map_parcel": str(dice.between(1, 999)), "map_sheet": str(dice.between(1, 120)),
        "parcel_address": source.home(), "area": comma(area), "area_in_words": area_in_words(area),
        "land_form_1": dice.pick(("Sử dụng riêng", "Sử dụng riêng", "Sử dụng chung")),
        "land_use_1": USE[use], "land_term_1": LASTING if use in HOMES else until,
        "land_origin_1": ORIGIN[dice.pick(ORIGINS)], "signer": source.official(),
    }  # fmt: skip


def area_in_words(tenths: int) -> str:
    """1255 tenths are "một trăm hai mươi lăm phẩy năm mét vuông"."""
    whole, part = divmod(tenths, 10)
    return f"{number_in_words(whole)} phẩy {UNITS[part]} mét vuông".capitalize()


def usual(sheet: Sheet) -> None:
    """Both inner pages on one sheet, as one-stop counters copy them."""
    parts.heading(sheet, f"ỦY BAN NHÂN DÂN\n{sheet.facts['unit'].upper()}")
    parts.title(sheet, "GIẤY CHỨNG NHẬN", "QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN GẮN LIỀN VỚI ĐẤT")
    sheet.frame(14, 12, 196, 285)
    sheet.frame(15.2, 13.2, 194.8, 283.8)
    sheet.row(("Số phát hành:", "certificate_serial"), left=118)
    sheet.label("I. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất", 1)
    sheet.row(("Họ và tên:", "holder_name"))
    sheet.row(("Sinh ngày:", "holder_born_on"), ("Giới tính:", "holder_sex", 0.7))
    sheet.row(("Số CCCD:", "holder_id"))
    sheet.row(("Địa chỉ thường trú:", "holder_address"))
    sheet.label("II. Thửa đất", 1)
    sheet.row(("a) Thửa đất số:", "map_parcel"), ("Tờ bản đồ số:", "map_sheet"))
    sheet.row(("b) Địa chỉ thửa đất:", "parcel_address"))
    sheet.row(("c) Diện tích (m²):", "area"))
    sheet.row(("Bằng chữ:", "area_in_words"))
    sheet.row(("d) Hình thức sử dụng:", "land_form_1"))
    sheet.row(("đ) Mục đích sử dụng:", "land_use_1"))
    sheet.row(("e) Thời hạn sử dụng:", "land_term_1"))
    sheet.row(("g) Nguồn gốc sử dụng:", "land_origin_1"))
    sheet.row(("Số vào sổ cấp GCN:", "certificate_book_no"))
    sheet.row(("Ngày cấp giấy chứng nhận:", "certificate_issued_on"))
    parts.signed(sheet, "TM. ỦY BAN NHÂN DÂN", "signer", below="CHỦ TỊCH")

"""Clean scans: a birth extract drawn as a page, with the words the row in the civil-status system was typed from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

PAGE = (1240, 1754)  # A4 at 150 dots per inch
DPI = (150, 150)
SIZE, LEADING, LEFT, TOP = 26, 52, 110, 120
FONTS = (
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    Path("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf"),
    Path("/usr/share/fonts/truetype/liberation2/LiberationSans-Regular.ttf"),
)
SEX = {"1": "Nam", "2": "Nữ"}
BODY = (
    ("Họ, chữ đệm, tên", "nks_ho_ten"),
    ("Ngày, tháng, năm sinh", "nks_ngay_sinh"),
    ("Ghi bằng chữ", "nks_ngay_sinh_bang_chu"),
    ("Giới tính", "nks_gioi_tinh"),
    ("Dân tộc", "nks_dan_toc"),
    ("Quốc tịch", "nks_quoc_tich"),
    ("Nơi sinh", "nks_noi_sinh"),
    ("Quê quán", "nks_que_quan"),
    ("Họ, chữ đệm, tên người mẹ", "me_ho_ten"),
    ("Năm sinh", "me_ngay_sinh"),
    ("Dân tộc", "me_dan_toc"),
    ("Quốc tịch", "me_quoc_tich"),
    ("Nơi cư trú", "me_noi_cu_tru"),
    ("Họ, chữ đệm, tên người cha", "cha_ho_ten"),
    ("Năm sinh", "cha_ngay_sinh"),
    ("Dân tộc", "cha_dan_toc"),
    ("Quốc tịch", "cha_quoc_tich"),
    ("Nơi cư trú", "cha_noi_cu_tru"),
    ("Họ, chữ đệm, tên người đi khai sinh", "nyc_ho_ten"),
    ("Người ký", "nguoi_ky"),
    ("Chức vụ", "chuc_vu_nguoi_ky"),
)


def font_file() -> Path | None:
    """A font on this machine that has Vietnamese letters."""
    return next((path for path in FONTS if path.exists()), None)


def draw_birth(row: Mapping[str, str], path: Path, font: Path) -> None:
    """One page as PNG."""
    page = Image.new("L", PAGE, 255)
    pen = ImageDraw.Draw(page)
    text, title = ImageFont.truetype(str(font), SIZE), ImageFont.truetype(str(font), SIZE + 12)
    heading = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "", "TRÍCH LỤC KHAI SINH")
    down = TOP
    for line in heading:
        pen.text((PAGE[0] // 2, down), line, fill=0, font=title if line.isupper() else text, anchor="mm")
        down += LEADING
    pen.text((LEFT, down), f"Số: {row['so']}    Quyển số: {row['quyen_so']}", fill=0, font=text)
    pen.text((LEFT, down + LEADING), f"Ngày đăng ký: {row['ngay_dang_ky']}", fill=0, font=text)
    down += 3 * LEADING
    for label, column in BODY:
        value = row.get(column, "")
        pen.text((LEFT, down), f"{label}: {SEX.get(value, value) if column == 'nks_gioi_tinh' else value}", 0, text)
        down += LEADING
    page.save(path, dpi=DPI)

"""The land-use certificate: names of the parcel contract; labels of the certificate's inner pages, recalled."""

from __future__ import annotations

from digitise.forms import FieldForm, Form
from schemas.code_lists import labels

FORM = Form(
    "land_certificate",
    ("GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT", "QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN GẮN LIỀN VỚI ĐẤT"),
    (
        FieldForm("certificate_serial", "serial", ("Số phát hành", "Số phát hành GCN", "Số seri")),
        FieldForm("holder_name", "name", ("Họ và tên", "Họ tên", "Ông", "Bà", "Ông/Bà", "Người sử dụng đất")),
        FieldForm("holder_born_on", "date", ("Sinh ngày", "Ngày sinh", "Năm sinh", "Ngày, tháng, năm sinh")),
        FieldForm("holder_sex", "list", ("Giới tính", "Giới"), tuple(labels("sex_known").values())),
        FieldForm(
            "holder_id",
            "id",
            ("Số CCCD", "CCCD số", "Số căn cước", "Số định danh cá nhân", "Mã định danh", "Số căn cước công dân"),
        ),
        FieldForm(
            "holder_address", "address", ("Địa chỉ thường trú", "Nơi thường trú", "Nơi cư trú", "Chỗ ở hiện nay")
        ),
        FieldForm("map_parcel", "number", ("a) Thửa đất số", "Thửa đất số", "Số thửa", "Thửa số")),
        FieldForm("map_sheet", "number", ("Tờ bản đồ số", "Số tờ bản đồ", "Tờ bản đồ", "Số tờ")),
        FieldForm("parcel_address", "address", ("b) Địa chỉ thửa đất", "Địa chỉ thửa đất", "Vị trí thửa đất")),
        FieldForm(
            "area",
            "decimal",
            ("c) Diện tích (m²)", "Diện tích (m²)", "Diện tích (m2)", "Diện tích", "Diện tích thửa đất"),
        ),
        FieldForm("area_in_words", "words", ("Bằng chữ", "Ghi bằng chữ")),
        FieldForm(
            "land_form_1",
            "list",
            ("d) Hình thức sử dụng", "Hình thức sử dụng", "Hình thức sử dụng đất"),
            tuple(labels("land_form").values()),
        ),
        FieldForm(
            "land_use_1",
            "list",
            ("đ) Mục đích sử dụng", "Mục đích sử dụng", "Loại đất", "Mục đích sử dụng đất"),
            tuple(labels("land_use").values()),
        ),
        FieldForm("land_term_1", "term", ("e) Thời hạn sử dụng", "Thời hạn sử dụng", "Thời hạn sử dụng đất")),
        FieldForm(
            "land_origin_1",
            "list",
            ("g) Nguồn gốc sử dụng", "Nguồn gốc sử dụng", "Nguồn gốc sử dụng đất"),
            tuple(labels("land_origin").values()),
        ),
        FieldForm("certificate_book_no", "serial", ("Số vào sổ cấp GCN", "Số vào sổ")),
        FieldForm("certificate_issued_on", "date", ("Ngày cấp giấy chứng nhận", "Ngày cấp", "Cấp ngày")),
    ),
    printed=(
        "GIẤY CHỨNG NHẬN",
        "I. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất",
        "II. Thửa đất",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
    ),
    contract="parcel",
    called=("Giấy chứng nhận quyền sử dụng đất", "Land-use certificate"),
)

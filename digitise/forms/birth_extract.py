"""The birth extract (trích lục khai sinh): names of the birth contract; labels of TT 04/2020, recalled."""

from __future__ import annotations

from digitise.forms import FieldForm, Form
from schemas.code_lists import ethnic_groups, labels

ETHNIC = tuple(sorted(ethnic_groups()))
SEXES = tuple(labels("sex_known").values())


def _parent(part: str, word: str) -> tuple[FieldForm, ...]:
    name = (
        f"Họ, chữ đệm, tên người {word}",
        f"Họ và tên người {word}",
        f"Họ và tên {word}",
        f"Họ tên {word}",
        f"Họ tên người {word}",
    )
    return (
        FieldForm(f"{part}_name", "name", name, opens=part, inside=("Họ và tên", "Họ tên", "Họ, chữ đệm, tên")),
        FieldForm(
            f"{part}_born_on",
            "date",
            ("Năm sinh", "Ngày sinh", "Sinh năm", "Sinh ngày", "Ngày, tháng, năm sinh"),
            part=part,
        ),
        FieldForm(f"{part}_ethnicity", "list", ("Dân tộc",), ETHNIC, part),
        FieldForm(f"{part}_nationality", "list", ("Quốc tịch",), ("Việt Nam",), part),
        FieldForm(
            f"{part}_document_no",
            "id",
            ("Giấy tờ tùy thân số", "Giấy tờ tùy thân", "Số giấy tờ tùy thân", "Số CCCD", "Số căn cước"),
            part=part,
        ),
        FieldForm(
            f"{part}_residence",
            "address",
            ("Nơi cư trú", "Nơi thường trú", "Địa chỉ", "Địa chỉ thường trú", "Chỗ ở hiện nay"),
            part=part,
        ),
    )


FORM = Form(
    "birth_extract",
    ("TRÍCH LỤC KHAI SINH", "GIẤY KHAI SINH"),
    (
        FieldForm("number", "number", ("Số", "Số đăng ký", "Số trích lục")),
        FieldForm("book_no", "book", ("Quyển số",)),
        FieldForm("child_name", "name", ("Họ, chữ đệm, tên", "Họ và tên", "Họ tên"), opens="child"),
        FieldForm("born_on", "date", ("Ngày, tháng, năm sinh", "Sinh ngày", "Ngày sinh", "Năm sinh"), part="child"),
        FieldForm("born_on_in_words", "words", ("Ghi bằng chữ", "Bằng chữ"), part="child"),
        FieldForm("sex", "list", ("Giới tính", "Giới"), SEXES),
        FieldForm("ethnicity", "list", ("Dân tộc",), ETHNIC, "child"),
        FieldForm("nationality", "list", ("Quốc tịch",), ("Việt Nam",), "child"),
        FieldForm("birth_place", "text", ("Nơi sinh", "Sinh tại")),
        FieldForm("native_place", "address", ("Quê quán", "Nguyên quán")),
        FieldForm(
            "personal_id",
            "id",
            ("Số định danh cá nhân", "Số định danh", "Mã định danh", "Số CCCD", "Số căn cước"),
            part="child",
        ),
        *_parent("mother", "mẹ"),
        *_parent("father", "cha"),
        FieldForm(
            "requester_name",
            "name",
            ("Họ, chữ đệm, tên người đi khai sinh", "Người đi khai sinh", "Người yêu cầu", "Họ tên người đi khai sinh"),
            opens="end",
        ),
        FieldForm(
            "registration_place",
            "office",
            ("Đăng ký khai sinh tại", "Nơi đăng ký khai sinh", "Đăng ký tại", "Cơ quan đăng ký"),
        ),
        FieldForm("registered_on", "date", ("Ngày, tháng, năm đăng ký", "Ngày đăng ký", "Đăng ký ngày")),
    ),
    headings={
        "child": ("người được khai sinh", "người được đăng ký khai sinh"),
        "mother": ("người mẹ", "thông tin về người mẹ", "phần khai về người mẹ"),
        "father": ("người cha", "thông tin về người cha", "phần khai về người cha"),
    },
    printed=("(Bản sao)", "NGƯỜI KÝ TRÍCH LỤC"),
    contract="birth",
    called=("Trích lục khai sinh", "Birth extract"),
)

"""The extract of a birth registration (trích lục khai sinh): headings and labels of TT 04/2020's form, recalled."""

from __future__ import annotations

from datetime import timedelta

from simulators.paper import parts
from simulators.paper.facts import SEX, TODAY, Source, day_in_words, dmy
from simulators.paper.sheet import Sheet
from simulators.province.names import ETHNIC_GROUPS, person_name
from simulators.province.people import Person

PERSONAL = (
    "child_name", "born_on", "born_on_in_words", "personal_id", "birth_place", "native_place", "mother_name", "mother_born_on",
    "mother_residence", "mother_document_no", "father_name", "father_born_on", "father_residence", "father_document_no",
    "requester_name",
)  # fmt: skip

TOLD = ("name", "born_on", "ethnicity", "nationality", "residence", "document_no")


def facts(source: Source) -> dict[str, str]:
    """One registration: parents of age (now and then the mother alone), a child registered within two months."""
    dice, born = source.dice, source.dice.day(TODAY.replace(year=2012), TODAY - timedelta(days=70))
    mother = source.adult(2, born.year - 38, born.year - 20)
    father = source.adult(1, born.year - 42, born.year - 21)
    known, alone = source.child(born.year), dice.chance(60)
    registered = born + timedelta(days=dice.between(1, 55))
    place = source.place()
    hospital = ("Bệnh viện Sản Nhi Nghệ An", "Bệnh viện Hữu nghị Đa khoa Nghệ An", f"Trạm Y tế {source.commune.name}")
    return {
        "unit": source.commune.name, "province": source.commune.province_name,
        "child_name": person_name(dice, known.sex, (mother if alone else father).name.split()[0]), "sex": SEX[known.sex - 1],
        "born_on": dmy(born), "born_on_in_words": day_in_words(born), "personal_id": known.id,
        "ethnicity": dice.pick(ETHNIC_GROUPS), "nationality": "Việt Nam", "birth_place": dice.pick(hospital),
        "native_place": place, **_parent("mother", mother, source), **_parent("father", None if alone else father, source),
        "requester_name": mother.name if alone or dice.chance(500) else father.name,
        "registration_place": f"Ủy ban nhân dân {place}", "registered_on": dmy(registered),
        "number": str(dice.between(1, 480)), "book_no": f"{dice.between(1, 3):02d}/{registered.year}",
        "signer": source.official(), "signer_title": dice.pick(("Chủ tịch", "Phó Chủ tịch")),
        "issued_on": dmy(dice.day(registered, TODAY)),
    }  # fmt: skip


def usual(sheet: Sheet) -> None:
    """The form as the decree prints it."""
    parts.heading(sheet, f"ỦY BAN NHÂN DÂN\n{sheet.facts['unit'].upper()}")
    parts.title(sheet, "TRÍCH LỤC KHAI SINH", "(Bản sao)")
    sheet.row(("Số:", "number"), ("Quyển số:", "book_no"), left=60, right=150)
    sheet.y += 1
    sheet.row(("Họ, chữ đệm, tên:", "child_name"))
    sheet.row(("Ngày, tháng, năm sinh:", "born_on"))
    sheet.row(("Ghi bằng chữ:", "born_on_in_words"))
    sheet.row(("Giới tính:", "sex", 0.8), ("Dân tộc:", "ethnicity"), ("Quốc tịch:", "nationality", 1.1))
    sheet.row(("Nơi sinh:", "birth_place"))
    sheet.row(("Quê quán:", "native_place"))
    sheet.row(("Số định danh cá nhân:", "personal_id"))
    for role, word in (("mother", "mẹ"), ("father", "cha")):
        sheet.row((f"Họ, chữ đệm, tên người {word}:", f"{role}_name"))
        sheet.row(
            ("Năm sinh:", f"{role}_born_on", 0.8),
            ("Dân tộc:", f"{role}_ethnicity"),
            ("Quốc tịch:", f"{role}_nationality", 1.1),
        )
        sheet.row(("Giấy tờ tùy thân số:", f"{role}_document_no"))
        sheet.row(("Nơi cư trú:", f"{role}_residence"))
    sheet.row(("Họ, chữ đệm, tên người đi khai sinh:", "requester_name"))
    sheet.row(("Đăng ký khai sinh tại:", "registration_place"))
    sheet.row(("Ngày, tháng, năm đăng ký:", "registered_on"))
    parts.signed(sheet, "NGƯỜI KÝ TRÍCH LỤC", "signer", title="signer_title")


def _parent(role: str, person: Person | None, source: Source) -> dict[str, str]:
    """What is known of a parent: nothing when there is none in the book."""
    if person is None:
        return dict.fromkeys((f"{role}_{told}" for told in TOLD), "")
    return {
        f"{role}_name": person.name,
        f"{role}_born_on": str(person.born.year) if source.dice.chance(600) else dmy(person.born),
        f"{role}_ethnicity": source.dice.pick(ETHNIC_GROUPS),
        f"{role}_nationality": "Việt Nam",
        f"{role}_residence": source.home(),
        f"{role}_document_no": person.id,
    }

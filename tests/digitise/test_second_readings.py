"""Names take the spelling that is likeliest, codes of diseases exist, figures and words of one fact are weighed; nothing is invented."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from digitise import anchors, checks, cross, engine, icd, names, spoken
from digitise.clean import Cleaned, clean
from digitise.crops import crop
from digitise.engine import Word
from digitise.forms import FieldForm, form
from digitise.reading import read
from digitise.values import Value, value_of
from schemas.names import plain
from simulators.paper.page import draw

WHITE = np.full((200, 2000), 255, np.uint8)
PAGE = Cleaned(WHITE, WHITE, np.array([[1.0, 0, 0], [0, 1.0, 0]]))


def words(text: str, sure: float = 0.95, left: int = 0) -> list[Word]:
    made = []
    for part in text.split():
        made.append(Word(part, sure, (left, 10, left + 12 * len(part), 40)))
        left += 12 * len(part) + 10
    return made


def value(kind: str, text: str, sure: float = 0.95) -> Value:
    return value_of(FieldForm("one", kind, ()), PAGE, words(text, sure))


@pytest.mark.parametrize(
    ("read", "sure", "meant"),
    [
        ("Nguyễn Thị Chỉ", 0.9, "Nguyễn Thị Chi"),
        ("Nguyễn Vẫn Thành", 0.9, "Nguyễn Văn Thành"),
        ("Cao Quỳnh Oanb", 0.6, "Cao Quỳnh Oanh"),
        ("Phạm Thị Hanh", 0.5, "Phạm Thị Hạnh"),
        ("Lê Thanh Yên", 0.99, "Lê Thanh Yên"),
    ],
)
def test_a_name_takes_its_likeliest_spelling(read: str, sure: float, meant: str) -> None:
    assert value("name", read, sure).value == meant


def test_a_mended_name_is_less_sure_and_not_known() -> None:
    mended, plainly = value("name", "Nguyễn Thị Chỉ"), value("name", "Nguyễn Thị Chi")
    assert mended.value == plainly.value
    assert not mended.known
    assert mended.confidence < plainly.confidence


@given(st.lists(st.tuples(st.sampled_from(["Dung", "Dụng", "Anh", "Ánh", "Xyz", "Thị"]), st.floats(0, 1)), max_size=4))
def test_a_spelling_changes_tones_or_one_letter_and_shares_are_shares(read: list[tuple[str, float]]) -> None:
    spelled, share = names.likely(read)
    assert 0 <= share <= 1
    for (word, _), other in zip(read, spelled, strict=True):
        assert sum(one != two for one, two in zip(plain(word), plain(other), strict=False)) <= 1


@pytest.mark.parametrize(
    ("read", "code"),
    [("J18.9", ("J18.9", True)), ("I18.9", ("J18.9", True)), ("I10", ("I10", True)), ("I17", ("J17", True))],
)
def test_a_code_of_no_block_takes_the_letter_it_is_taken_for(read: str, code: tuple[str, bool]) -> None:
    assert icd.code(read) == code


def test_a_code_that_cannot_be_mended_does_not_hold() -> None:
    assert icd.code("A29.0") == ("A29.0", False)


def test_the_name_of_a_commune_is_no_label() -> None:
    line = words("Nơi cư trú: Thôn 7, Xã Na Ngoi, Tỉnh Nghệ An")
    found = anchors.found(form("birth_extract"), [words("Họ, chữ đệm, tên người mẹ: Lê An"), line])
    assert " ".join(word.text for word in found["mother_residence"]).endswith("Na Ngoi, Tỉnh Nghệ An")


def test_the_second_parents_lines_are_the_second_parents_though_the_heading_was_not_read() -> None:
    page = ["Họ, chữ đệm, tên người mẹ: Lê Thị An", "Năm sinh: 1990", "+# ~ Nguyễn Văn Ba", "Năm sinh: 1988"]
    found = anchors.found(form("birth_extract"), [words(line) for line in page])
    assert found["mother_born_on"][0].text == "1990"
    assert found["father_born_on"][0].text == "1988"


def test_dirt_behind_a_value_is_no_part_of_it_and_does_not_make_it_doubtful() -> None:
    read = [*words("22/11/2025", 0.95), *words("~#Ä ,9y", 0.05, left=200)]
    made = value_of(FieldForm("one", "date", ()), PAGE, read)
    assert (made.value, made.holds, made.confidence) == ("22/11/2025", True, 0.95)


def test_a_lost_comma_is_put_back_only_where_the_words_say_so() -> None:
    area, said = value("decimal", "20040"), value("words", spoken.area("2004,0"))
    cross.borne_out({"area": area, "area_in_words": said})
    assert (area.value, area.holds) == ("2004,0", True)
    other = value("decimal", "20045")
    cross.borne_out({"area": other, "area_in_words": value("words", spoken.area("2004,0"))})
    assert not other.holds


@given(st.integers(0, 99999), st.integers(0, 9))
def test_one_misread_digit_is_told_by_the_words(tenths: int, digit: int) -> None:
    right = f"{tenths // 10},{tenths % 10}"
    wrong = right[:-1] + str(digit)
    assert spoken.meant(wrong, spoken.area(right), spoken.area) == right


def test_numbers_keep_what_they_are_made_of() -> None:
    assert checks.with_comma("20040") == "2004,0"
    assert checks.with_comma("2004,0") == ""


@pytest.mark.parametrize("shade", [255, 250, 235])
def test_a_page_of_one_shade_is_blank(shade: int) -> None:
    assert not (clean(np.full((877, 620, 3), shade, np.uint8)).grey < 128).any()


def test_year_and_sex_do_not_bear_out_a_number_that_was_read_in_two_ways() -> None:
    number, born = value("id", "040192099358", 0.8), value("date", "17/05/1992", 0.8)
    number.reason = cross.DIFFER
    cross.borne_out({"mother_document_no": number, "mother_born_on": born})
    assert number.confidence == 0.8
    assert born.confidence > 0.8


def test_a_crop_of_a_pdf_is_of_the_page_it_names(tmp_path: Path) -> None:
    white, black = Image.new("RGB", (620, 877), "white"), Image.new("RGB", (620, 877), "black")
    path = tmp_path / "two.pdf"
    white.save(path, "PDF", resolution=75, save_all=True, append_images=[black])
    shades = [Image.open(io.BytesIO(crop(path, (100, 100, 200, 150), number))).getextrema()[0] for number in (0, 1)]
    assert shades == [255, 0]
    with pytest.raises(OSError, match="broken"):
        crop(Path(__file__), None)


@pytest.mark.skipif(engine.model_folder() is None, reason="tesseract-ocr-vie is not installed")
def test_boxes_of_a_page_that_stood_upside_down_are_places_on_the_scan_as_it_is() -> None:
    image, truth = draw("land_certificate", 990, 2, 2)
    scan = io.BytesIO()
    image.rotate(180).save(scan, "PNG")
    found = read(scan.getvalue())
    assert found.turned
    matching = [name for name, one in found.fields.items() if one.value == truth["fields"].get(name, {}).get("value")]
    assert len(matching) >= 10
    for name in matching:
        left, top, right, bottom = truth["fields"][name]["box"]
        turned = (image.width - right, image.height - bottom, image.width - left, image.height - top)
        box = found.fields[name].box
        across, down = min(box[2], turned[2]) - max(box[0], turned[0]), min(box[3], turned[3]) - max(box[1], turned[1])
        assert min(across, down) > 0, name

"""Scanned paper: what the truth says of a page is what is drawn on it, and the values on a page agree with one another."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from simulators.paper import broken, fonts, health_page, school_report, special, wear
from simulators.paper.__main__ import arguments, write
from simulators.paper.facts import day_in_words
from simulators.paper.land_certificate import area_in_words
from simulators.paper.page import FORMS, HELD_BACK, LAYOUTS, USUAL, Page, draw, filled, make

ROOT = Path(__file__).resolve().parents[2]
PAGES = [(form, level, layout) for form in FORMS for level in wear.LEVELS for layout in LAYOUTS]
BORN = {
    "birth_extract": "born_on",
    "land_certificate": "holder_born_on",
    "school_report": "born_on",
    "health_page": "born_on",
}
NUMBER = {"birth_extract": "personal_id", "land_certificate": "holder_id"}
SEX = {"land_certificate": "holder_sex"}


def values(form, number, seed=7, layout=USUAL):
    sheet = filled(Page(form, seed, number, 3, layout))
    return {name: printed.value for name, printed in sheet.fields.items()}


def apart(one, other):
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@pytest.mark.parametrize(("form", "level", "layout"), PAGES)
def test_every_value_stands_where_the_truth_says(form, level, layout):
    image, truth = draw(form, 7, 3, level, layout)
    dpi = wear.LEVELS[level].dpi
    assert image.size == (round(210 * dpi / 25.4), round(297 * dpi / 25.4))
    assert (truth["form"], truth["level"], truth["dpi"], truth["layout"]) == (form, level, dpi, layout)
    grey, text = image.convert("L"), " ".join(truth["lines"])
    for field in truth["fields"].values():
        left, top, right, bottom = field["box"]
        assert 0 <= left < right <= image.width
        assert 0 <= top < bottom <= image.height
        darkest, lightest = grey.crop((left, top, right, bottom)).getextrema()
        assert lightest - darkest > 90  # ink on paper, not bare paper
        assert all(word in text for word in field["value"].split())
    assert set(truth["personal"]) <= set(truth["fields"])
    assert truth["handwritten"] == []


@pytest.mark.parametrize("level", wear.LEVELS)
def test_boxes_follow_the_skew_of_the_scan(level):
    sheet = filled(Page("birth_extract", 7, 5, level))
    blank = Image.new("L", sheet.image.size, 255)
    box = sheet.fields["child_name"].box
    blank.paste(0, tuple(round(edge) for edge in box))
    truth = draw("birth_extract", 7, 5, level)[1]
    turned = blank.rotate(truth["skew"], Image.Resampling.BILINEAR, fillcolor=255)
    found = turned.point(lambda grey: 255 * (grey < 128)).getbbox()
    assert all(abs(one - other) <= 3 for one, other in zip(found, truth["fields"]["child_name"]["box"], strict=True))


@given(
    number=st.integers(0, 10**6),
    form=st.sampled_from(list(FORMS)),
    layout=st.sampled_from(LAYOUTS),
    level=st.sampled_from((2, 3)),
)
@settings(max_examples=60, deadline=None)
def test_no_value_touches_another_value_or_a_label(number, form, layout, level):
    sheet = filled(Page(form, 11, number, level, layout))
    assert len(sheet.typed) >= len(sheet.fields) > 15 * (form != "health_page")
    for place, box in enumerate(sheet.typed):
        assert min(box) >= 0
        assert box[2] <= sheet.image.width - 10 * sheet.scale
        assert box[3] <= sheet.image.height - 5 * sheet.scale
        assert all(apart(box, other) for other in (*sheet.typed[place + 1 :], *sheet.labels))


@given(number=st.integers(0, 10**6), form=st.sampled_from(list(FORMS)))
@settings(max_examples=40, deadline=None)
def test_personal_number_agrees_with_birth_and_sex(number, form):
    told = values(form, number)
    personal_id, year = told[NUMBER.get(form, "personal_id")], int(told[BORN[form]][-4:])
    assert len(personal_id) == 12
    assert personal_id[4:6] == f"{year % 100:02d}"
    assert int(personal_id[3]) // 2 == year // 100 - 19
    assert told[SEX.get(form, "sex")] == ("Nam", "Nữ")[int(personal_id[3]) % 2]


@given(number=st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_marks_and_levels_of_the_year_follow_from_the_terms(number):
    told = values("school_report", number)
    mark = {
        name: Fraction(text.replace(",", "."))
        for name, text in told.items()
        if text.replace(",", "").isdigit() and "," in text
    }
    for subject in school_report.MARKED:
        exact = (mark[f"{subject}_hk1"] + 2 * mark[f"{subject}_hk2"]) / 3
        assert abs(mark[f"{subject}_cn"] - exact) <= Fraction(1, 20)
    years = [mark[f"{subject}_cn"] for subject in school_report.MARKED]
    best = min(years) >= Fraction(13, 2) and sum(year >= 8 for year in years) >= 6
    assert (told["overall"] == "Tốt") == best


@given(number=st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_what_is_told_twice_agrees(number):
    birth, land, stay = (
        values("birth_extract", number),
        values("land_certificate", number),
        values("health_page", number),
    )
    day, month, year = (int(part) for part in birth["born_on"].split("/"))
    assert birth["born_on_in_words"] == day_in_words(date(year, month, day))
    assert land["area_in_words"] == area_in_words(int(land["area"].replace(",", "")))
    assert dict(health_page.DIAGNOSES)[stay["icd_code"]] == stay["diagnosis"]
    assert stay["insurance_no"].endswith(stay["personal_id"][-8:])


def test_words_for_days_and_areas_are_those_a_clerk_writes():
    assert day_in_words(date(2015, 10, 21)) == "Ngày hai mươi mốt tháng mười năm hai nghìn không trăm mười lăm"
    assert area_in_words(1255) == "Một trăm hai mươi lăm phẩy năm mét vuông"


def test_a_page_tells_the_same_however_it_was_laid_out_and_scanned():
    for form in FORMS:
        usual, held_back = values(form, 9), values(form, 9, layout=HELD_BACK)
        assert len(held_back) >= 0.9 * len(usual)
        assert all(usual[name] == held_back[name] for name in held_back)


def test_held_back_pages_say_it_in_other_words():
    for form in FORMS:
        labels = {layout: set(draw(form, 7, 1, 3, layout)[1]["lines"]) for layout in LAYOUTS}
        assert len(labels["usual"] & labels["held_back"]) <= 3  # the state's name, its motto


def test_what_is_known_of_a_record_is_printed_and_the_rest_invented():
    truth = make(Page("birth_extract", 7, 1, 3), {"child_name": "Lê Thị Ánh Nguyệt", "native_place": ""}).truth
    assert truth["fields"]["child_name"]["value"] == "Lê Thị Ánh Nguyệt"
    assert "native_place" not in {*truth["fields"], *truth["personal"]}
    assert truth["fields"]["mother_name"]["value"] == values("birth_extract", 1)["mother_name"]


def test_an_unknown_father_leaves_the_lines_empty():
    alone = next(
        told for told in (values("birth_extract", number) for number in range(100)) if "father_name" not in told
    )
    assert not [name for name in alone if name.startswith("father_")]
    assert alone["requester_name"] == alone["mother_name"]
    assert alone["child_name"].split()[0] == alone["mother_name"].split()[0]


@pytest.mark.parametrize("ending", ["jpg", "png", "pdf"])
def test_same_seed_same_bytes_in_another_process_too(tmp_path, ending):
    words = ["--seed", "3", "--pages", "2", "--levels", "3", "--special", "12", "--format", ending]
    write(arguments([*words, "--out", str(tmp_path / "here")]))
    subprocess.run(
        [sys.executable, "-m", "simulators.paper", *words, "--out", str(tmp_path / "there")], cwd=ROOT, check=True
    )
    here, there = ({path.name: path.read_bytes() for path in (tmp_path / of).iterdir()} for of in ("here", "there"))
    assert here == there
    truths = [json.loads(line) for line in here["truth.jsonl"].decode().splitlines()]
    assert {truth["page"] for truth in truths} == set(here) - {"truth.jsonl"}
    write(arguments([*words, "--out", str(tmp_path / "other"), "--seed", "4"]))
    assert (tmp_path / "other" / truths[0]["page"]).read_bytes() != here[truths[0]["page"]]


def test_pages_are_spread_over_forms_and_levels(tmp_path):
    write(arguments(["--pages", "8", "--levels", "2,3", "--out", str(tmp_path)]))
    truths = [json.loads(line) for line in (tmp_path / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {(truth["form"], truth["level"]) for truth in truths} == {
        (form, level) for form in FORMS for level in (2, 3)
    }


@pytest.mark.parametrize(
    "option", [["--forms", "passport"], ["--levels", "4"], ["--layouts", "mine"], ["--format", "gif"]]
)
def test_a_wrong_word_is_answered_with_the_right_ones(option, tmp_path, capsys):
    with pytest.raises(SystemExit):
        arguments(["--out", str(tmp_path), *option])
    assert option[1] in capsys.readouterr().err


def test_upside_down_pages_keep_their_boxes():
    made = special.PAGES["upside_down"](7, 1)
    straight, truth = draw(made.truth["form"], 7, 1, made.truth["level"])
    assert made.image.rotate(180).tobytes() == straight.tobytes()
    width, height = straight.size
    for name, field in truth["fields"].items():
        left, top, right, bottom = made.truth["fields"][name]["box"]
        assert [width - right, height - bottom, width - left, height - top] == field["box"]


def test_pages_of_no_form_have_no_fields():
    for kind in ("blank", "photo", "letter"):
        truth = special.PAGES[kind](7, 2).truth
        assert (truth["form"], truth["fields"], truth["personal"]) == (None, {}, [])
        assert bool(truth["lines"]) == (kind == "letter")


@pytest.mark.parametrize("form", FORMS)
def test_handwritten_fields_are_named_and_written_in_blue(form):
    sheet = filled(Page(form, 7, 4, 1, by_hand=3))
    assert sheet.by_hand
    for name in sheet.by_hand & set(sheet.fields):
        box = tuple(round(edge) for edge in sheet.fields[name].box)
        printed = filled(Page(form, 7, 4, 1)).image.crop(box)
        assert sum(printed.histogram()[:60]) > sum(sheet.image.crop(box).histogram()[:60])  # print has gone from there


def test_broken_files_are_broken_each_in_its_way():
    for kind in ("empty_pdf", "cut_pdf", "no_pdf", "encrypted_pdf"):
        with pytest.raises(pypdfium2.PdfiumError):
            pypdfium2.PdfDocument(io.BytesIO(broken.FILES[kind]()))
    assert len(pypdfium2.PdfDocument(broken.FILES["encrypted_pdf"](), password="reader")) == 1
    assert len(pypdfium2.PdfDocument(broken.FILES["long_pdf"]())) == broken.MANY
    assert pypdfium2.PdfDocument(broken.FILES["wide_pdf"]())[0].get_size() == (broken.WIDE, broken.WIDE)


def test_without_fonts_one_sentence_names_the_packages(tmp_path):
    with pytest.raises(
        fonts.FontsMissingError, match="apt-get install fonts-dejavu-core fonts-liberation2 fonts-noto-core"
    ):
        fonts.families(tmp_path)


def test_a_font_that_draws_boxes_is_not_used():
    lacking = Path("/usr/share/fonts/truetype/libreoffice/opens___.ttf")
    if lacking.exists():
        assert not fonts.speaks_vietnamese(lacking)
    assert all(fonts.speaks_vietnamese(Path(family.files[0])) for family in fonts.families().values())

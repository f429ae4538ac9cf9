"""What is read is mended only where one spelling can be meant; figures and words of one fact agree; no file stops the digitiser."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitise import checks, spoken, texts
from digitise.forms import FieldForm, forms
from digitise.opening import UnreadableError, opened
from digitise.reading import read


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_day_of_the_calendar_holds_and_stays(day: date) -> None:
    printed = f"{day:%d/%m/%Y}"
    assert checks.tidy(FieldForm("born_on", "date", ()), printed) == (printed, True)


@pytest.mark.parametrize("printed", ["31/02/2020", "00/01/2020", "1/1/20", ""])
def test_a_day_that_is_none_does_not_hold(printed: str) -> None:
    assert not checks.tidy(FieldForm("born_on", "date", ()), printed)[1]


@settings(deadline=None)  # the first text waits for the list of communes
@given(st.text())
def test_any_text_gives_a_value_and_a_verdict(text: str) -> None:
    fields = [field for form in forms() for field in form.fields]
    for field in {field.kind: field for field in fields}.values():
        value, holds = checks.tidy(field, text)
        assert isinstance(value, str)
        assert not (holds and not value)


def test_a_personal_number_fits_year_and_sex() -> None:
    assert checks.fits("040318020005", "2018", "Nữ")
    assert not checks.fits("040318020005", "2018", "Nam")
    assert not checks.fits("040318020005", "1918", "Nữ")


def test_words_say_the_figure() -> None:
    assert spoken.day("21/05/2018") == "Ngày hai mươi mốt tháng năm năm hai nghìn không trăm mười tám"
    assert spoken.area("1834,0") == "Một nghìn tám trăm ba mươi bốn phẩy không mét vuông"
    assert spoken.day("2018") == ""


def test_joined_names_are_parted_and_communes_spelled_as_listed() -> None:
    assert texts.name("NguyễnThị Yến") == "Nguyễn Thị Yến"
    assert texts.address("Xóm 2,.Xã.Anh.Sơn,.Tỉnh Nghê An".replace(".", " ")) == "Xóm 2, Xã Anh Sơn, Tỉnh Nghệ An"


@pytest.mark.parametrize(
    ("content", "outcome"), [(b"", "empty"), (b"%PDF-1.7 nothing", "broken"), (b"no page", "broken")]
)
def test_a_file_that_is_no_page_is_an_outcome(content: bytes, outcome: str) -> None:
    with pytest.raises(UnreadableError) as told:
        opened(content)
    assert told.value.outcome == outcome
    assert read(content).outcome == outcome

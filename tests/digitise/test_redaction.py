"""Who may see no value sees the form's own print and nothing else, whatever stands on the page."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from digitise.clean import Cleaned
from digitise.engine import Word
from digitise.forms import Form, form, forms
from digitise.printed import own_words, printed
from digitise.redaction import FILLED, FRAME, PAPER, Masks, apply, masks, picture, redacted

WIDTH, HEIGHT, LETTER, HIGH = 1600, 2300, 14, 30
STRAIGHT = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])


def line(number: int, text: str, left: int = 100) -> list[Word]:
    """Words of one line, each as wide as its letters."""
    words = []
    for word in text.split():
        right = left + LETTER * len(word)
        words.append(Word(word, 0.9, (left, 50 + 60 * number, right, 50 + 60 * number + HIGH)))
        left = right + LETTER
    return words


def page_of(one: Form, value: str = "Trần Thị Riêng Tư 012345678901") -> list[list[Word]]:
    """Every label of a form with a value behind it."""
    return [line(number, f"{field.labels[0]}: {value}") for number, field in enumerate(one.fields)]


def scan(seed: int = 1) -> Any:
    return np.random.default_rng(seed).integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8)


def masks_of(one: Form, lines: list[list[Word]]) -> Masks | None:
    return masks(one, lines, Cleaned(scan()[:, :, 0], scan()[:, :, 0], STRAIGHT), (WIDTH, HEIGHT))


def shown(found: Masks) -> Any:
    """Where the redacted picture depends on the scan: a scan and its negative differ there."""
    return picture(scan(), found) != picture(255 - scan(), found)


@pytest.mark.parametrize("name", [one.name for one in forms()])
def test_labels_stay_and_every_value_goes(name: str) -> None:
    one = form(name)
    lines = page_of(one)
    found = masks_of(one, lines)
    assert found is not None
    seen = shown(found)
    for field, words in zip(one.fields, lines, strict=True):
        for place, word in enumerate(words):
            left, top, right, bottom = word.box
            part = seen[top : bottom + 1, left : right + 1]
            if place >= len(field.labels[0].split()):
                assert not part.any(), "a value is seen"
            else:
                assert part.mean() > 0.9, f"{field.labels[0]} is not legible"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text("abcđêôướNTPạ ", min_size=1, max_size=25).filter(str.strip), min_size=1, max_size=8),
    st.integers(0, 9),
)
def test_a_line_that_is_no_print_of_the_form_is_never_shown(texts: list[str], seed: int) -> None:
    """Names, notes, what nobody could read: of words the form does not declare no pixel is left."""
    one = form("birth_extract")
    lines = page_of(one)
    strange = [line(len(lines) + number, f"Xqz{text}", 100 + 40 * seed) for number, text in enumerate(texts)]
    found = masks_of(one, [*lines, *strange])
    assert found is not None
    for words in strange:
        assert not shown(found)[words[0].box[1] - 5 : words[0].box[3] + 5].any()


def test_a_name_like_a_subject_or_a_heading_is_hidden() -> None:
    """A value behind a label is never print, nor is a subject's name outside the column of subjects, nor a heading's word in a name."""
    one = form("school_report")
    lines = page_of(one, "Toán")
    lines += [line(len(lines), "Phạm Hiếu Trường"), line(len(lines) + 1, "Tin học", 900)]
    phrases = printed(one, lines)
    words = {word.text for word in own_words(lines, phrases)}
    assert "Toán" not in words
    assert not {"Hiếu", "Trường", "Tin"} & words


def test_a_value_that_repeats_its_label_is_hidden() -> None:
    """The colon is worn and the value begins like the label: its words are the label's no second time."""
    one = form("school_report")
    lines = page_of(one)
    lines[-1] = line(len(lines) - 1, "Được lên lớp hoặc ở lại lớp Được lên lớp")
    words = own_words(lines, printed(one, lines))
    assert not [word for word in lines[-1][7:] if word in words]


def test_a_speck_far_off_is_no_colon() -> None:
    """A value that ends in a word that is a label elsewhere, and a speck of dust at the end of its line."""
    one = form("school_report")
    lines = page_of(one)
    lines[-1] = line(len(lines) - 1, "Được lên lớp hoặc ở lại lớp: Lớp") + line(len(lines) - 1, ":", 1200)
    assert lines[-1][7] not in own_words(lines, printed(one, lines))


def test_a_word_that_is_too_large_for_its_letters_is_hidden() -> None:
    """The engine takes a stroke of handwriting, or the value beside it, for a part of the label."""
    one = form("health_page")
    lines = page_of(one)
    last = lines[1][3]
    left, top, right, bottom = last.box
    for box in ((left, top, right + 12 * LETTER, bottom), (left, top - 2 * HIGH, right, bottom)):
        lines[1][3] = Word(last.text, 0.9, box)
        assert lines[1][3] not in own_words(lines, printed(one, lines))


def test_a_value_typed_against_its_label_hides_the_label_s_last_word() -> None:
    one = form("birth_extract")
    lines = page_of(one)
    number = next(place for place, field in enumerate(one.fields) if field.name == "personal_id")
    label = one.fields[number].labels[0]
    lines[number] = line(number, f"{label}:012345678901")
    found = masks_of(one, lines)
    assert found is not None
    left, top, right, bottom = lines[number][-1].box
    assert not shown(found)[top:bottom, left:right].any()


def test_a_page_without_the_labels_it_must_have_is_withheld() -> None:
    one = form("birth_extract")
    lines = page_of(one)
    assert masks_of(one, lines[: len(lines) // 2]) is None
    assert masks_of(form("health_page"), lines) is None
    assert masks_of(one, []) is None
    assert redacted(_png(scan()), None) is None
    assert redacted(_png(scan()), "null") is None


def test_another_picture_than_the_one_that_was_read_is_withheld() -> None:
    found = masks_of(form("birth_extract"), page_of(form("birth_extract")))
    assert found is not None
    assert redacted(_png(scan()), found.as_json())
    assert redacted(_png(scan()[:-1]), found.as_json()) is None
    assert redacted(b"no picture", found.as_json()) is None
    assert redacted(_png(scan()), "{}") is None


def test_a_field_s_piece_is_as_large_for_a_short_value_as_for_a_long_one() -> None:
    """Neither the size of the piece nor the grey in it tells the value's length; only whether there is one."""
    one = form("health_page")
    pieces = []
    for value in ("An", "Nguyễn Hoàng Phương Thảo Nguyên", ""):
        lines = page_of(one, value)
        found = masks_of(one, lines)
        assert found is not None
        left, top, right, bottom = lines[1][-1].box if value else (600, 110, 700, 140)
        piece = apply(scan(), found, (left, top, right, bottom))
        assert piece is not None
        pieces.append(np.asarray(Image.open(BytesIO(piece))))
    assert (pieces[0] == pieces[1]).all()
    assert pieces[2].shape == pieces[0].shape
    assert (pieces[0] == FILLED).sum() > (pieces[2] == FILLED).sum()
    assert apply(scan(), found, (5, 2000, 60, 2040)) is None, "a box in no zone shows nothing"


def test_what_is_stored_is_places_and_nothing_else() -> None:
    found = masks_of(form("land_certificate"), page_of(form("land_certificate")))
    assert found is not None
    stored = found.as_json()
    assert msgspec.json.decode(stored, type=Masks) == found
    assert not set(stored) & set("ạảãâăđêôơưRiêng") - set("size hown idden zones filled true false")
    assert {FILLED, FRAME, PAPER} & set(np.unique(picture(scan(), found)).tolist())


def _png(rgb: Any) -> bytes:
    made = BytesIO()
    Image.fromarray(rgb).save(made, "PNG")
    return made.getvalue()

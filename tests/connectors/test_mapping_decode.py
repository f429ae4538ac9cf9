"""Whatever a source sends, the batch is read, the broken rows are named, and nobody else is touched."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.mapping.decode import decode, take_apart
from schemas.contract import contract, contracts
from schemas.shape import violations
from tests.connectors.good_raws import GOOD, batch, normalise, spoilt

BROKEN = [
    "",
    "{",
    "[1]",
    "1",
    '"x"',
    "null",
    '{"a":"x"}{"a":"y"}',
    '{"a":"\\ud800"}',
    '{"a":"\\u0000"}',
    "{'a': 1}",
    '{"a":1,}',
]
SOUND = {
    '{"a":"1"}': "1",
    '{"a":1.5}': "1.5",
    '{"a":true}': "true",
    '{"a":null}': None,
    "{}": None,
    '{"a":"\\ud83d\\ude00"}': "😀",
    '{\n "a":\n "x"}': "x",
    '{"b":[{"c":1}],"a":"x"}': "x",
    '{"a":"Đ\\u1ea1t"}': "Đạt",
}


@pytest.mark.parametrize("raw", BROKEN)
def test_a_broken_row_is_named_and_its_neighbours_are_read(raw: str) -> None:
    columns, broken = decode(batch('{"a":"first"}', raw, '{"a":"last"}'), ["a"])
    assert columns["a"].to_list() == ["first", "last"]
    assert broken.to_list() == [1]


def test_numbers_and_booleans_become_their_text() -> None:
    columns, broken = decode(batch(*SOUND), ["a"])
    assert columns["a"].to_list() == list(SOUND.values())
    assert broken.is_empty()


def test_parts_are_cut_out_in_order_with_their_records() -> None:
    apart = take_apart(
        batch('{"o":{"x":1},"l":[{"y":1},{"y":2}]}', '{"l":null,"o":null}', "[]", "{}"), objects=["o"], lists=["l"]
    )
    assert apart.parts["o"].rows() == [(0, "s0", '{"x":1}')]
    assert apart.parts["l"].rows() == [(0, "s0", '{"y":1}'), (0, "s0", '{"y":2}')]
    assert apart.broken.to_list() == [2]


@pytest.mark.parametrize("name", sorted(contracts()))
def test_every_row_in_is_a_row_out_in_the_same_order(name: str) -> None:
    made = normalise(name, "{", spoilt(name), "null", spoilt(name), "[]")
    assert made.frame["version_id"].to_list() == [0, 1, 2, 3, 4]
    assert made.violations.filter(rule="map.raw")["version_id"].sort().to_list() == [0, 2, 4]
    assert made.frame["natural_key"][0] == "src:s0"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@st.composite
def raws(draw: st.DrawFn) -> tuple[str, str]:
    """A contract and a good record of it with some values replaced by anything, or any JSON, or any text at all."""
    name = draw(st.sampled_from(sorted(GOOD)))
    changes = draw(st.dictionaries(st.sampled_from(sorted(GOOD[name])), JSON, max_size=4))
    whole = json.dumps({**GOOD[name], **changes}, ensure_ascii=draw(st.booleans()))
    return name, draw(st.just(whole) | JSON.map(json.dumps) | st.text(max_size=40))


@settings(max_examples=120, deadline=None)
@given(raws())
def test_normalise_and_shape_never_raise_and_content_is_the_contracts(found: tuple[str, str]) -> None:
    name, raw = found
    if any("\ud800" <= sign <= "\udfff" for sign in raw):
        return
    made = normalise(name, spoilt(name), raw)
    assert made.frame.height == 2
    assert tuple(json.loads(made.frame["content"][1])) == contract(name).fields
    judged = violations(contract(name), made.frame.rename({"version_id": "record_id"}))
    assert judged.filter(record_id=0).is_empty()
    assert made.violations.filter(version_id=0).is_empty()

"""The quick canonical form equals the reference encoder's, for everything a content may hold."""

from hashlib import blake2b

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from simulators.national.canonical import Content, canonical, content_hash

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
names = st.one_of(st.from_regex(r"[A-Za-z_]{1,8}", fullmatch=True), words)
leaves = st.one_of(words, st.integers(-(2**53) + 1, 2**53 - 1), st.booleans(), st.none())
contents = st.dictionaries(
    names, st.one_of(leaves, st.lists(st.dictionaries(names, leaves, max_size=3), max_size=3)), max_size=6
)


@given(contents)
def test_canonical_equals_rfc_8785(content):
    assert canonical(content) == rfc8785.dumps(content)
    assert msgspec.json.decode(canonical(content), type=Content) == content


def test_names_outside_ascii_sort_as_utf_16():
    # U+1F600 comes after U+FB33 in UTF-8 and before it in UTF-16.
    assert canonical({"\ufb33": 1, "\U0001f600": 2}) == '{"\U0001f600":2,"\ufb33":1}'.encode()
    assert canonical({"a": [{"\ufb33": 1, "\U0001f600": 2}]}) == '{"a":[{"\U0001f600":2,"\ufb33":1}]}'.encode()


def test_the_hash_is_blake2b_256_in_hexadecimal():
    assert content_hash({"b": None, "a": "Ánh"}) == blake2b('{"a":"Ánh","b":null}'.encode(), digest_size=32).hexdigest()


@pytest.mark.parametrize("text", [b'{"a": 1.5}', b'{"a": 9007199254740992}', b'{"a": {"b": 1}}', b'{"a": ["b"]}'])
def test_fractions_and_inexact_numbers_and_other_shapes_are_no_content(text):
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(text, type=Content)

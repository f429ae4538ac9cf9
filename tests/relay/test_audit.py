"""The chain of the audit log: whatever is done to it afterwards is found, and the first wrong row is named."""

from __future__ import annotations

import random
import string
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.audit import merkle
from relay.audit.chain import BEGINNING, Event, Head, link, spelt
from relay.audit.keys import Signer, public_keys, signer
from relay.audit.verify import SENTENCES, Broken, walk
from relay.errors import FatalError

SEED, TAMPERINGS, LENGTH = 20261123, 12_000, 7


@dataclass
class Log:
    """A log as a store would hold it, and a copy of its last head kept elsewhere."""

    events: list[Event]
    heads: list[Head]
    copies: list[Head]


def make(hand: Signer, length: int = LENGTH) -> Log:
    events: list[Event] = []
    previous = BEGINNING
    for seq in range(1, length + 1):
        events.append(
            link(seq, f"2026-11-23T01:00:{seq:02d}.000+00:00", "sent", "birth", spelt({"request": seq}), previous)
        )
        previous = events[-1].hash
    heads = [hand.head(event) for event in events]
    return Log(events, heads, heads[-1:])


@pytest.fixture(scope="module")
def hand(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return signer(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return signer(tmp_path_factory.mktemp("others"))


def broken(log: Log, hand: Signer) -> Broken | None:
    return walk(log.events, log.heads, {hand.key_id: hand.public}, log.copies).broken


def edited(text: str, dice: random.Random) -> str:
    """One character of the text is another one."""
    place = dice.randrange(len(text))
    other = dice.choice([letter for letter in string.hexdigits.lower() + "xyz-:" if letter != text[place]])
    return text[:place] + other + text[place + 1 :]


def edit_event(log: Log, dice: random.Random, place: int, stranger: Signer) -> int:
    event = log.events[place]
    name = dice.choice(("at", "kind", "flow", "body", "previous", "hash"))
    log.events[place] = event._replace(**{name: edited(getattr(event, name), dice)})
    return place + 1


def renumber_event(log: Log, dice: random.Random, place: int, stranger: Signer) -> int:
    seq = dice.choice([number for number in range(LENGTH + 3) if number != place + 1])
    log.events[place] = log.events[place]._replace(seq=seq)
    return min(seq, place + 1)


def edit_head(log: Log, dice: random.Random, place: int, stranger: Signer) -> int:
    head = log.heads[place]
    name = dice.choice(("hash", "key_id", "signature"))
    log.heads[place] = head._replace(**{name: edited(getattr(head, name), dice)})
    return place + 1


def remove_event(log: Log, dice: random.Random, place: int, stranger: Signer) -> int:
    del log.events[place]
    return place + 1


def remove_head(log: Log, dice: random.Random, place: int, stranger: Signer) -> int:
    del log.heads[place]
    return place + 1


def remove_both(log: Log, dice: random.Random, place: int, stranger: Signer) -> int:
    del log.events[place], log.heads[place]
    return place + 1


def cut_the_end(log: Log, dice: random.Random, place: int, stranger: Signer) -> int:
    del log.events[place:], log.heads[place:]
    return place + 1


def swap(log: Log, dice: random.Random, place: int, stranger: Signer) -> int:
    other = dice.choice([number for number in range(LENGTH) if number != place])
    log.events[place], log.events[other] = log.events[other], log.events[place]
    return min(place, other) + 1


def repeat(log: Log, dice: random.Random, place: int, stranger: Signer) -> int:
    log.events.insert(place + 1, log.events[place])
    return place + 1


def rewrite(log: Log, dice: random.Random, place: int, stranger: Signer) -> int:
    """Someone without the key makes the whole chain anew from here on."""
    rechain(log, place, spelt({"request": 99}))
    return place + 1


def rewrite_and_sign(log: Log, dice: random.Random, place: int, stranger: Signer) -> int:
    rewrite(log, dice, place, stranger)
    log.heads[place:] = [stranger.head(event) for event in log.events[place:]]
    return place + 1


def add(log: Log, dice: random.Random, place: int, stranger: Signer) -> int:
    last = log.events[-1]
    log.events.append(link(last.seq + 1, last.at, "sent", "birth", last.body, last.hash))
    return last.seq + 1


def rechain(log: Log, place: int, body: str) -> None:
    for number in range(place, len(log.events)):
        old = log.events[number]
        previous = log.events[number - 1].hash if number else BEGINNING
        log.events[number] = link(old.seq, old.at, old.kind, old.flow, body if number == place else old.body, previous)


TAMPER: list[Callable[[Log, random.Random, int, Signer], int]] = [
    edit_event,
    renumber_event,
    edit_head,
    remove_event,
    remove_head,
    remove_both,
    cut_the_end,
    swap,
    repeat,
    rewrite,
    rewrite_and_sign,
    add,
]


def test_an_untouched_log_is_intact(hand: Signer) -> None:
    log = make(hand)
    assert walk(log.events, log.heads, {hand.key_id: hand.public}, log.copies) == (LENGTH, LENGTH, None)
    assert walk([], [], {}) == (0, 0, None)


@pytest.mark.parametrize("tamper", TAMPER, ids=lambda tamper: tamper.__name__)
def test_every_tampering_is_found_and_named(hand: Signer, stranger: Signer, tamper) -> None:
    print(f"seed {SEED}")
    dice = random.Random(f"{SEED} {tamper.__name__}")
    whole = make(hand)
    for _ in range(TAMPERINGS // len(TAMPER)):
        log = Log(whole.events[:], whole.heads[:], whole.copies)
        first = tamper(log, dice, dice.randrange(LENGTH), stranger)
        found = broken(log, hand)
        assert found is not None
        assert found.what in SENTENCES
        # A row that names another predecessor, or is missing, shows at the row itself or where it is missed.
        assert found.seq in (first, first + 1), (found, first)


def test_a_log_signed_by_nobody_is_not_believed(hand: Signer) -> None:
    log = make(hand)
    assert walk(log.events, [], {hand.key_id: hand.public}).broken == Broken(1, "unsigned")
    assert walk(log.events, log.heads, {}).broken == Broken(1, "forged")


def test_only_a_copy_kept_elsewhere_tells_of_an_end_cut_off_with_its_heads(hand: Signer) -> None:
    log = make(hand)
    del log.events[4:], log.heads[4:]
    assert walk(log.events, log.heads, {hand.key_id: hand.public}).broken is None
    assert broken(log, hand) == Broken(5, "missing")


@given(st.lists(st.text(), min_size=1, max_size=40), st.data())
def test_each_leaf_climbs_to_the_root_and_no_other_text_does(texts: list[str], data: st.DataObject) -> None:
    hashes = [merkle.leaf(text) for text in texts]
    place = data.draw(st.integers(0, len(texts) - 1))
    steps = merkle.path(hashes, place)
    assert merkle.climb(hashes[place], steps) == merkle.root(hashes)
    other = data.draw(st.text().filter(lambda text: text != texts[place]))
    assert merkle.climb(merkle.leaf(other), steps) != merkle.root(hashes)


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    first, again = signer(tmp_path / "keys"), signer(tmp_path / "keys")
    assert first.key_id == again.key_id
    assert (tmp_path / "keys" / "audit.pem").stat().st_mode & 0o777 == 0o600
    assert set(public_keys(tmp_path / "keys")) == {first.key_id}


def test_a_file_that_is_no_key_is_named(tmp_path: Path) -> None:
    (tmp_path / "audit.pem").write_text("no key")
    with pytest.raises(FatalError, match=r"audit\.pem"):
        signer(tmp_path)
    (tmp_path / "x.pub").write_text("no key")
    with pytest.raises(FatalError, match=r"x\.pub"):
        public_keys(tmp_path)

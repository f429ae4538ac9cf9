"""Signatures are told as they are: there or not, holding or not, vouched for or not; no file makes the question fail."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitise import signatures
from relay.errors import FatalError
from simulators.paper.broken import FILES, pdf
from tests.digitise.signing import OFFICER, certificate, signed, signer

PLAIN = pdf(1, 595)
SIGNED = signed(PLAIN)


def test_a_signature_that_holds() -> None:
    found = signatures.of(SIGNED)
    assert (found.present, found.valid, found.intact, found.whole) == (True, True, True, True)
    assert found.trust == signatures.UNKNOWN
    assert found.when is not None
    assert len(found.signers) == 1
    assert OFFICER not in repr(found)


def test_trust_is_asked_of_the_installations_roots() -> None:
    assert signatures.of(SIGNED, [signer(0).signing_cert]).trust == signatures.YES
    assert signatures.of(SIGNED, [signer(1).signing_cert]).trust == signatures.NO


def test_what_was_changed_after_signing_is_not_intact() -> None:
    place = SIGNED.index(b"595")
    found = signatures.of(SIGNED[:place] + b"594" + SIGNED[place + 3 :], [signer(0).signing_cert])
    assert found.present
    assert found.intact is False
    assert found.trust == signatures.NO


def test_what_was_added_after_signing_is_not_covered() -> None:
    assert signatures.of(SIGNED + b"\n% and more\n").whole is False


def test_two_signatures_hold_together() -> None:
    found = signatures.of(signed(SIGNED, 1, "Hai"))
    assert (found.valid, found.intact, found.whole, len(found.signers)) == (True, True, True, 2)


def test_a_signature_that_cannot_be_read_is_neither_good_nor_bad() -> None:
    start = SIGNED.index(b"/Contents <") + 200
    found = signatures.of(SIGNED[:start] + b"0" * 60 + SIGNED[start + 60 :])
    assert (found.present, found.valid) == (True, None)


@pytest.mark.parametrize("name", FILES)
def test_files_that_are_no_pages_have_no_signature(name: str) -> None:
    assert signatures.of(FILES[name]()) == signatures.UNSIGNED


@given(st.binary(max_size=300))
def test_any_bytes_have_an_answer(content: bytes) -> None:
    assert signatures.of(content).valid is None
    assert signatures.of(b"%PDF-1.7\n" + content).valid is None


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(SIGNED) - 1), st.integers(1, 255))
def test_no_single_changed_byte_passes_for_signed_and_whole(place: int, by: int) -> None:
    changed = bytearray(SIGNED)
    changed[place] ^= by
    found = signatures.of(bytes(changed))
    start = SIGNED.index(b"/Contents <")
    if not start <= place <= SIGNED.index(b">", start):  # the signature itself is padded with zeros nobody covers
        assert not (found.valid and found.intact and found.whole)


def test_roots_are_read_from_a_folder(tmp_path: Path) -> None:
    assert signatures.roots(None) == ()
    assert signatures.roots(tmp_path / "none") == ()
    (tmp_path / "one.pem").write_bytes(certificate(_key()))
    (tmp_path / "readme.txt").write_text("no certificate")
    assert len(signatures.roots(tmp_path)) == 1
    (tmp_path / "two.crt").write_text("no certificate")
    with pytest.raises(FatalError, match=r"two\.crt"):
        signatures.roots(tmp_path)


def test_nothing_of_the_signer_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        signatures.of(SIGNED)
        signatures.of(SIGNED[:-200], [signer(0).signing_cert])
    assert not [record for record in caplog.records if record.name.startswith("pyhanko")]
    assert OFFICER not in caplog.text


def _key() -> object:
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.generate_private_key(ec.SECP256R1())

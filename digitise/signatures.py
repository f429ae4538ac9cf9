"""Digital signatures in a PDF: whether there are any, whether they hold, whether the file was changed since, who vouches for the key.

Checked offline with pyHanko: nothing is fetched, so revocation is not known. The time is the signer's own claim. A name is personal
data and is not taken out of the certificate; its fingerprint stands for it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from relay.errors import FatalError

#: Trust in the key: it leads to a root of the installation, it leads to none of them, there are no roots or it was not looked at.
YES, NO, UNKNOWN = "yes", "no", "unknown"
ENDINGS = (".pem", ".crt", ".cer")
LOGGERS = ("pyhanko", "pyhanko_certvalidator")


@dataclass(frozen=True)
class Signed:
    """What is known of a file's signatures. With several, each has to hold for the answer to be yes; None: could not be told.

    `intact`: what was signed is unchanged. `valid`: the signature belongs to the certificate and to what was signed. `whole`: the last
    signature covers the whole file. `trust`: yes, no or unknown. `signers`: SHA-256 of the certificates. `when`: as the last signer says.
    """

    present: bool
    valid: bool | None = None
    intact: bool | None = None
    whole: bool | None = None
    trust: str = UNKNOWN
    signers: tuple[str, ...] = ()
    when: datetime | None = None


UNSIGNED = Signed(False)


def of(content: bytes, roots: Sequence[Any] = ()) -> Signed:
    """The signatures of a PDF; of anything else: none. `roots`: from `roots()`. Never raises on what is in the file."""
    if not content[:1024].lstrip().startswith(b"%PDF"):
        return UNSIGNED
    _hush()
    try:
        return _looked_at(content, roots)
    except Exception:  # whatever a damaged or hostile file makes the parser do
        # A signature's byte range stands uncompressed in the file by its nature: better taken for signed than rewritten.
        return Signed(b"/ByteRange" in content)


def roots(folder: Path | None) -> tuple[Any, ...]:
    """The certificates that are trusted: every .pem, .crt and .cer of a folder; none without a folder. Raises FatalError."""
    from pyhanko.keys import load_certs_from_pemder

    files = sorted(path for path in folder.iterdir() if path.suffix in ENDINGS) if folder and folder.is_dir() else []
    found: list[Any] = []
    for path in files:
        try:
            found += load_certs_from_pemder([str(path)])  # type: ignore[no-untyped-call]
        except (OSError, ValueError):
            raise FatalError(
                f"{path.name} among the trusted roots is no certificate: put a PEM or DER file there, or take it away.",
                f"{path.name} trong thư mục chứng thư gốc không phải chứng thư: đặt tệp PEM hoặc DER, hoặc bỏ tệp đi.",
                file=str(path),
            ) from None
    return tuple(found)


def _looked_at(content: bytes, roots: Sequence[Any]) -> Signed:
    import io

    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(io.BytesIO(content), strict=False)
    if reader.encrypted:
        reader.decrypt(b"")
    found = list(reader.embedded_regular_signatures)
    if not found:
        # Nothing a form field leads to; a signature no field leads to is one that cannot be checked.
        return Signed(b"/ByteRange" in content)
    last = max(found, key=lambda one: one.signed_revision)
    states = [_state(one, roots) for one in found]
    if any(state is None for state in states):
        return Signed(True, signers=_signers(found), when=last.self_reported_timestamp)
    known = [state for state in states if state is not None]
    return Signed(
        True,
        valid=all(state.valid for state in known),
        intact=all(state.intact for state in known),
        whole=_whole(known),
        trust=UNKNOWN if not roots else YES if all(state.trusted for state in known) else NO,
        signers=_signers(found),
        when=last.self_reported_timestamp,
    )


def _state(one: Any, roots: Sequence[Any]) -> Any:
    """What pyHanko says of one signature, or None when it cannot tell."""
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko_certvalidator import ValidationContext

    usage = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)
    context = ValidationContext(trust_roots=list(roots), allow_fetching=False, revocation_mode="soft-fail")
    try:
        return validate_pdf_signature(one, context, key_usage_settings=usage)
    except Exception:  # a signature pyHanko cannot read is neither valid nor invalid
        return None


def _whole(states: Sequence[Any]) -> bool:
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    return any(state.coverage == SignatureCoverageLevel.ENTIRE_FILE for state in states)


def _signers(found: Sequence[Any]) -> tuple[str, ...]:
    return tuple(one.signer_cert.sha256.hex() for one in found)


def _hush() -> None:
    """pyHanko writes names of fields and certificates into its log."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        logger.setLevel(logging.CRITICAL + 1)
        logger.propagate = False

"""Signs a PDF with a key made on the spot, as an officer's token would."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

OFFICER = "Lê Thị Cán Bộ"


@cache
def signer(number: int) -> signers.SimpleSigner:
    """Somebody with a certificate of their own making."""
    key = ec.generate_private_key(ec.SECP256R1())
    cert = load_certs_from_pemder_data(certificate(key))
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    private = load_private_key_from_pemder_data(pem, None)
    return signers.SimpleSigner(
        signing_cert=next(iter(cert)), signing_key=private, cert_registry=SimpleCertificateStore()
    )


def certificate(key: Any) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, OFFICER)])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 7, now - timedelta(days=1), now + timedelta(days=9))
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    made = made.add_extension(usage, True).add_extension(x509.BasicConstraints(False, None), True)
    return made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def signed(content: bytes, number: int = 0, field: str = "So") -> bytes:
    """The PDF with a signature added after it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    meta = signers.PdfSignatureMetadata(field_name=field)
    return bytes(signers.sign_pdf(writer, meta, signer=signer(number)).getvalue())

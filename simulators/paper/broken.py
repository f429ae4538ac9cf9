"""PDF files that cannot be digitised, each for its own reason, written byte by byte."""

from __future__ import annotations

import io
from collections.abc import Callable
from hashlib import md5

MANY, WIDE = 3000, 14_400  # pages; points a side, the most PDF allows: 5 m, 20,000 x 20,000 pixels at 100 dpi
#: PDF 1.7, 7.6.3.3: what passwords are filled up with, and then stands for the empty password.
PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
READER, OWNER, FILE_ID = b"reader", b"owner", bytes(16)


def pdf(pages: int, side: int, lock: str = "") -> bytes:
    """A whole PDF of blank square pages; `side` in points, `lock` what the trailer says of encryption."""
    kids = " ".join(f"{3 + page} 0 R" for page in range(pages))
    bodies = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Count {pages} /Kids [{kids}] >>"]
    bodies += [f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {side} {side}] >>"] * pages
    made, places = io.BytesIO(), []
    made.write(b"%PDF-1.7\n")
    for number, body in enumerate(bodies, 1):
        places.append(made.tell())
        made.write(f"{number} 0 obj\n{body}\nendobj\n".encode())
    start = made.tell()
    made.write(f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n".encode())
    made.writelines(f"{place:010d} 00000 n \n".encode() for place in places)
    made.write(f"trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R {lock}>>\nstartxref\n{start}\n%%EOF\n".encode())
    return made.getvalue()


def encrypted() -> bytes:
    """A PDF that asks for a password (standard handler, revision 2: old and weak, but every reader knows it)."""
    owner = _rc4(_md5(_padded(OWNER))[:5], _padded(READER))
    permitted = (-4).to_bytes(4, "little", signed=True)
    user = _rc4(_md5(_padded(READER) + owner + permitted + FILE_ID)[:5], PADDING)
    handler = f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{owner.hex()}> /U <{user.hex()}> >>"
    return pdf(1, 595, f"/Encrypt {handler} /ID [<{FILE_ID.hex()}> <{FILE_ID.hex()}>] ")


def _padded(password: bytes) -> bytes:
    return (password + PADDING)[:32]


def _md5(words: bytes) -> bytes:
    return md5(words, usedforsecurity=False).digest()


def _rc4(key: bytes, words: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    made, i, j = bytearray(), 0, 0
    for word in words:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        made.append(word ^ state[(state[i] + state[j]) % 256])
    return bytes(made)


FILES: dict[str, Callable[[], bytes]] = {
    "empty_pdf": lambda: b"",
    "cut_pdf": lambda: pdf(3, 595)[:180],
    "no_pdf": lambda: b"<html><body>502 Bad Gateway</body></html>\n",
    "no_pages_pdf": lambda: pdf(0, 595),
    "wide_pdf": lambda: pdf(1, WIDE),
    "long_pdf": lambda: pdf(MANY, 595),
    "encrypted_pdf": encrypted,
}

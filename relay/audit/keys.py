"""The key an installation signs its audit log with (Ed25519), and the public keys that others check it by."""

from __future__ import annotations

import os
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from relay.audit.chain import Event, Head
from relay.errors import FatalError

PRIVATE = "audit.pem"

Keys = Mapping[str, Ed25519PublicKey]


class Signer:
    """Signs with one private key."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = private.public_key()
        self.key_id = key_id(self.public)

    def sign(self, said: bytes) -> str:
        """The signature in hex."""
        return self._private.sign(said).hex()

    def head(self, event: Event) -> Head:
        """The signed head of a log that ends with this event."""
        return Head(event.seq, event.hash, self.key_id, self.sign(head_bytes(event.seq, event.hash)))


def key_id(public: Ed25519PublicKey) -> str:
    """A short name of a public key, made of the key itself."""
    return blake2b(public.public_bytes(Encoding.Raw, PublicFormat.Raw), digest_size=8).hexdigest()


def head_bytes(seq: int, hashed: str) -> bytes:
    """What is signed of a head."""
    return f"lienthong audit head\n{seq}\n{hashed}".encode()


def signed_by(keys: Keys, name: str, signature: str, said: bytes) -> bool:
    """Whether one of these keys, the one named, made the signature."""
    try:
        keys[name].verify(bytes.fromhex(signature), said)
    except (KeyError, ValueError, InvalidSignature):
        return False
    return True


def signer(folder: Path) -> Signer:
    """The installation's signer; its key is made on first use, for its owner alone. Raises FatalError."""
    path = folder / PRIVATE
    try:
        if not path.exists():
            _make(folder, path)
        private = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm):
        raise _unusable(path) from None
    if not isinstance(private, Ed25519PrivateKey):
        raise _unusable(path)
    return Signer(private)


def public_keys(*places: Path) -> Keys:
    """Public keys by id, of files and of the *.pub in folders. Raises FatalError for one that is none."""
    files = [file for place in places for file in (sorted(place.glob("*.pub")) if place.is_dir() else [place])]
    found: dict[str, Ed25519PublicKey] = {}
    for file in files:
        try:
            public = load_pem_public_key(file.read_bytes())
        except (OSError, ValueError, UnsupportedAlgorithm):
            raise _unusable(file) from None
        if not isinstance(public, Ed25519PublicKey):
            raise _unusable(file)
        found[key_id(public)] = public
    return found


def _make(folder: Path, path: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = Ed25519PrivateKey.generate()
    public = made.public_key()
    fresh = folder / f".{os.getpid()}.pem"
    fresh.touch(mode=0o600)
    fresh.write_bytes(made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    name = folder / f"audit-{key_id(public)}.pub"
    name.write_bytes(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    try:
        os.link(fresh, path)  # of several processes that begin at once, one makes the key
    except FileExistsError:
        name.unlink()
    fresh.unlink()


def _unusable(path: Path) -> FatalError:
    return FatalError(
        f"{path.name} is not a readable Ed25519 key; put the installation's own key back, or point to another file.",
        f"{path.name} không phải khóa Ed25519 đọc được; hãy đặt lại khóa của hệ thống, hoặc chỉ tới tệp khác.",
        file=str(path),
    )

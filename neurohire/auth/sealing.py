"""Values that only this server can read again: encrypted with a key made from its secret."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PURPOSE = b"neurohire stored settings 1"  # other uses of the secret get other keys


def seal(secret: str, value: str) -> str:
    return _cipher(secret).encrypt(value.encode()).decode()


def unseal(secret: str, sealed: str) -> str | None:
    """None: it was sealed with another secret, or changed since."""
    try:
        return _cipher(secret).decrypt(sealed.encode()).decode()
    except (InvalidToken, UnicodeError):
        return None


def _cipher(secret: str) -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(key))

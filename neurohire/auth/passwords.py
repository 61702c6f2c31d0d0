"""Passwords: argon2 through pwdlib; unknown accounts cost the same time as known ones."""

from __future__ import annotations

from functools import lru_cache

from pwdlib import PasswordHash

from neurohire.errors import Rejected

MIN_LENGTH, MAX_LENGTH = 10, 200
_hasher = PasswordHash.recommended()


def hash_password(password: str) -> str:
    """Argon2id hash; refuses passwords outside 10 to 200 characters."""
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        raise Rejected(f"A password needs {MIN_LENGTH} to {MAX_LENGTH} characters.", code="weak_password")
    return _hasher.hash(password)


def is_right(password: str, stored: str | None) -> bool:
    """Compare; with no stored hash a dummy is checked, so that the time tells nothing."""
    right = _hasher.verify(password[:MAX_LENGTH], stored or _dummy())
    return right and stored is not None


@lru_cache
def _dummy() -> str:
    return _hasher.hash("no such account, same time")

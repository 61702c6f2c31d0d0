"""Tokens: random or derived, 256 bits, stored only as SHA-256."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets


def new_token() -> str:
    """256 random bits, URL-safe (43 characters)."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What the database keeps."""
    return hashlib.sha256(token.encode()).hexdigest()


def invitation_token(secret: str, invitation_id: str) -> str:
    """The token of an invitation: HMAC-SHA-256 of its random id under the server's secret.

    So the link can be copied again by who may, while the database alone gives no link away.
    """
    digest = hmac.new(secret.encode(), f"invitation:{invitation_id}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")

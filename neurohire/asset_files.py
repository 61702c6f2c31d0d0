"""Where the files browsers get lie, and their addresses: a version in the address lets browsers keep them."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

ASSETS = Path(__file__).resolve().parents[1] / "assets"


@lru_cache
def asset_url(path: str) -> str:
    """`css/theme.css` → `/assets/css/theme.css?v=…`; the version is part of the file's digest."""
    return f"/assets/{path}?v={sha256((ASSETS / path).read_bytes()).hexdigest()[:10]}"

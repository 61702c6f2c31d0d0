"""Test material that lives beside the project and is not ours to publish; tests skip where it is missing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(
    os.environ.get("NEUROHIRE_TEST_MATERIAL", Path(__file__).resolve().parents[2] / "shared" / "data")
)


def shared(path: str) -> Path:
    """Path of one file or folder of the material; skips the calling test when it is not there."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"test material {path} is not here")
    return found

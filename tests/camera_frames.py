"""Pictures as a camera's page sends them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image


def picture(width: int = 64, height: int = 64, kind: str = "JPEG", **options: Any) -> bytes:
    made = BytesIO()
    Image.new("RGB", (width, height), (90, 120, 150)).save(made, kind, **options)
    return made.getvalue()

"""What an uploaded file is called on screen; stored files never get their name from outside."""

from __future__ import annotations

import re
import unicodedata

MAX_NAME = 120


def safe_display_name(name: str) -> str:
    """One plain line: no folders, no control or direction marks, at most 120 characters, ending kept."""
    text = unicodedata.normalize("NFC", name)
    text = "".join(" " if character in "\t\r\n" else character for character in text)
    text = "".join(character for character in text if unicodedata.category(character)[0] != "C")
    parts = [part.strip() for part in re.split(r"[/\\]", text) if part.strip()]
    text = re.sub(r"\s+", " ", parts[-1] if parts else "").strip()
    if not text.strip(". "):
        return "resume"
    if len(text) <= MAX_NAME:
        return text
    stem, dot, ending = text.rpartition(".")
    if not dot or len(ending) > 5:
        return text[:MAX_NAME]
    return stem[: MAX_NAME - len(ending) - 1] + "." + ending

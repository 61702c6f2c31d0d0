"""Right-to-left lines that a PDF stores as drawn, left to right, are turned back into reading order."""

from __future__ import annotations

import re
import unicodedata

_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_LEFT_RUN = re.compile(
    r"[A-Za-z0-9À-ɏ][A-Za-z0-9À-ɏ.,@+#/&'’_%:-]*(?:\s+[A-Za-z0-9À-ɏ][A-Za-z0-9À-ɏ.@+#/&'’_%-]*)*"
)
_ENDS_ONLY = "ةى"  # Arabic letters that stand only at the end of a word


def in_reading_order(text: str) -> str:
    """Unchanged unless the text shows by its word endings that it is stored the wrong way round."""
    lines = text.split("\n")
    if not _is_reversed(text):
        return text
    return "\n".join(_turned(line) if _mostly_right_to_left(line) else line for line in lines)


def _is_reversed(text: str) -> bool:
    words: list[str] = re.findall(r"[\u0620-\u06ff]{3,}", unicodedata.normalize("NFKC", text))
    wrong = sum(word[0] in _ENDS_ONLY or word.endswith("لا") for word in words)
    right = sum(word[-1] in _ENDS_ONLY or word.startswith("ال") for word in words)
    return wrong > 2 * right and wrong > 3


def _mostly_right_to_left(line: str) -> bool:
    return len(_RIGHT_TO_LEFT.findall(line)) > len(re.findall(r"[A-Za-z]", line))


def _turned(line: str) -> str:
    line = re.sub(
        r"(ل)([أإآ]|ا(?=ا))", r"\2\1", unicodedata.normalize("NFKC", line)
    )  # ligatures come unturned
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match.group(0))
        return chr(0xE000 + len(kept) - 1)

    turned = _LEFT_RUN.sub(keep, line)[::-1].translate(str.maketrans("()[]<>", ")(][><"))
    turned = turned.translate(
        str.maketrans("ھیک", "هيك")
    )  # Persian shapes that some fonts map Arabic letters to
    return re.sub(r"[\ue000-\uf8ff]", lambda match: kept[ord(match.group(0)) - 0xE000], turned)

"""The words of a text that a voice can say: no markup, no signs that some servers take for orders."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 4000  # characters; OpenAI's limit is 4096, questions have at most 1500
_BLOCK = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)  # code is read on the page, not aloud
_TAG = re.compile(
    r"</?(?:a|b|i|u|em|strong|p|br|hr|div|span|code|pre|ul|ol|li|h[1-6]|img|script|style|speak|voice|prosody"
    r"|break|phoneme|audio|mark|sub|say-as)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_LINK = re.compile(r"!?\[([^\]\[]*)\]\([^)\s]*\)")
_SIGNS = re.compile(r"[<>`*|~\\^{}\[\]]|(?<!\w)[#_]+|_+(?!\w)")
_SENTENCE_END = re.compile(r"[.!?。？！](?=\s|$)")


def speakable(text: str) -> str:
    """Empty: there is nothing to say."""
    plain = _BLOCK.sub(" ", text[: 4 * LONGEST])
    plain = "".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in plain)
    words = " ".join(_SIGNS.sub(" ", _LINK.sub(r"\1", _TAG.sub(" ", plain))).split())
    if not any(sign.isalnum() for sign in words):
        return ""
    if len(words) <= LONGEST:
        return words
    ends = [found.end() for found in _SENTENCE_END.finditer(words, 0, LONGEST)]
    return words[: ends[-1]] if ends else words[:LONGEST]

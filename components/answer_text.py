"""An answer as it was given: text or highlighted code, with the words that scores quote marked in place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from nicegui.element import Element
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType
from pygments.util import ClassNotFound

LONGEST_HIGHLIGHTED = 20_000  # characters; highlighting longer code would hold up other people
TOKENS: tuple[tuple[_TokenType, str], ...] = (
    (Comment, "tok-comment"),
    (Keyword, "tok-keyword"),
    (String, "tok-string"),
    (Number, "tok-number"),
    (Name.Function, "tok-name"),
    (Name.Class, "tok-name"),
    (Name.Decorator, "tok-name"),
    (Operator.Word, "tok-keyword"),
)


class Said(NamedTuple):
    """Words quoted by a score: where they stand, and the anchor that leads there."""

    start: int
    end: int
    anchor: str


Run = tuple[str, str, tuple[str, ...]]
"""CSS class, text, anchors of the quotes it belongs to."""


class AnswerText(Element, component="answer_text.js"):
    """Text runs only, never markup: whatever was typed is shown as it was typed."""

    def __init__(
        self, words: str, *, quotes: Sequence[Said] = (), code: bool = False, language: str = ""
    ) -> None:
        super().__init__()
        self.words = words
        self.props["lines"] = tuple(lines_of(words, quotes, language if code else ""))
        self.props["code"] = code
        self.props["label"] = f"Code, {language}" if code and language else "Code" if code else "Answer"

    def _displayed_contents(self, *, only_visible: bool) -> list[Any]:
        return [*super()._displayed_contents(only_visible=only_visible), self.words]


def lines_of(words: str, quotes: Sequence[Said], language: str) -> Iterator[tuple[Run, ...]]:
    """The text cut at line ends, at token ends and where quotes begin and end."""
    cuts = sorted({place for said in quotes for place in (said.start, said.end)})
    line: list[Run] = []
    place = 0
    for kind, piece in tokens(words, language):
        for part in _cut(piece, place, cuts):
            anchors = tuple(said.anchor for said in quotes if said.start <= place < said.end)
            first, *others = part.split("\n")
            _add(line, kind, first, anchors)
            for other in others:
                yield tuple(line)
                line = []
                _add(line, kind, other, anchors)
            place += len(part)
    yield tuple(line)


def tokens(words: str, language: str) -> list[tuple[str, str]]:
    """(CSS class, text) in order; together they are exactly the text."""
    if not language or len(words) > LONGEST_HIGHLIGHTED:
        return [("", words)]
    try:
        lexer = get_lexer_by_name(language)
    except ClassNotFound:
        return [("", words)]
    found = [(_class_of(kind), piece) for _, kind, piece in lexer.get_tokens_unprocessed(words)]
    return found if "".join(piece for _, piece in found) == words else [("", words)]


def _class_of(kind: _TokenType) -> str:
    return next((name for token, name in TOKENS if kind in token), "")


def _cut(piece: str, place: int, cuts: Sequence[int]) -> Iterator[str]:
    begin = 0
    for cut in cuts:
        if place + begin < cut < place + len(piece):
            yield piece[begin : cut - place]
            begin = cut - place
    yield piece[begin:]


def _add(line: list[Run], kind: str, words: str, anchors: tuple[str, ...]) -> None:
    if words:
        line.append((kind, words, anchors))

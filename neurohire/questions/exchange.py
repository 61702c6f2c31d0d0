"""Our file of questions: what an export holds, and reading one that somebody hands in."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import ValidationError

from neurohire.errors import Rejected
from neurohire.models.questions import Question
from neurohire.questions.quoting import clean
from neurohire.vocabulary import QuestionSource

FORMAT, VERSION = "neurohire-questions", 1
MOST_ROWS = 10_000
MOST_BYTES = 10 * 1024 * 1024
KEPT = (
    "type", "skill", "fields", "levels", "text", "rubric", "follow_ups", "languages", "starter", "test_cases",
)  # fmt: skip
AS_TYPED = ("starter", "test_cases")  # spaces and line breaks mean something there
_UNSEEN = ("Cc", "Cf", "Cs")
_WORDS = {
    "missing": "is missing",
    "string_too_short": "is too short",
    "string_too_long": "is too long",
    "too_short": "has too few entries",
    "too_long": "has too many entries",
    "enum": "is none of the words that are allowed here",
    "literal_error": "is none of the values that are allowed here",
    "extra_forbidden": "is not a part of a question",
}


class Read(NamedTuple):
    """One row of a file: a question, or in words what is wrong with it."""

    number: int
    question: Question | None
    language: str  # "" when the row does not say
    text: str  # how the row begins, to find it again
    problem: str = ""


def written(questions: Iterable[tuple[Question, dict[str, Any]]], at: datetime, *, whole: bool) -> str:
    """A file; the second of each pair is what the pool knows beside the question."""
    rows = [
        {"id": question.id, **question.model_dump(mode="json", include=set(KEPT)), **beside}
        for question, beside in questions
    ]
    head = {"format": FORMAT, "version": VERSION, "exported_at": at.isoformat(), "complete": whole}
    return json.dumps({**head, "questions": rows}, ensure_ascii=False, indent=1)


def read(content: bytes) -> list[Read]:
    """Each row stands alone; Rejected when the whole is no such file."""
    if not content.strip():
        raise Rejected("The file is empty.", code="empty")
    try:
        whole = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # also text that is not UTF-8, and numbers without end
        words = "The file is not JSON. Export questions here to see the form."
        raise Rejected(words, code="no_json") from error
    is_ours = isinstance(whole, dict) and whole.get("format") == FORMAT
    if not is_ours or not isinstance(whole.get("questions"), list):
        raise Rejected("The file is not an export of questions from NeuroHire.", code="wrong_form")
    if whole.get("version") != VERSION:
        raise Rejected("The file was made by a newer NeuroHire. Please update this one.", code="newer")
    rows = whole["questions"]
    if len(rows) > MOST_ROWS:
        raise Rejected(f"The file has more than {MOST_ROWS:,} questions. Please split it.", code="too_many")
    return [_row(number, row) for number, row in enumerate(rows, 1)]


def _row(number: int, row: object) -> Read:
    if not isinstance(row, dict):
        return Read(number, None, "", "", "This is not a question.")
    given = {name: _clean(row[name]) for name in KEPT if name in row and name not in AS_TYPED}
    given["starter"] = _code(row.get("starter", ""))
    given["test_cases"] = _cases(row.get("test_cases", []))
    text = str(given.get("text", ""))[:120]
    try:
        question = Question.model_validate({**given, "id": "own-import", "source": QuestionSource.RECRUITER})
    except ValidationError as error:
        first = error.errors()[0]
        place = " ".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"])
        wrong = _WORDS.get(first["type"], "is not as expected")
        return Read(number, None, "", text, f"{place or 'It'} {wrong}.")
    if "{fact}" in question.text:
        return Read(number, None, "", text, "This is a form for lines of resumes; those come with NeuroHire.")
    keys = [criterion.key for criterion in question.rubric]
    if len(set(keys)) < len(keys) or not {f.criterion for f in question.follow_ups} <= set(keys):
        return Read(number, None, "", text, "Its follow-ups and rubric lines do not fit together.")
    language = row.get("language")
    is_known = isinstance(language, str) and 2 <= len(language) <= 10 and language.isalpha()
    return Read(number, question, str(language).lower() if is_known else "", text)


def _code(value: object) -> object:
    """Line breaks and tabs stay; other signs that cannot be seen go."""
    if not isinstance(value, str):
        return value
    kept = (sign for sign in value[:20_000] if sign in "\n\t" or unicodedata.category(sign) not in _UNSEEN)
    return "".join(kept)


def _cases(value: object, depth: int = 0) -> object:
    """Data as it is, without signs that cannot be seen or stored."""
    if isinstance(value, list) and depth < 12:
        return [_cases(one, depth + 1) for one in value]
    if isinstance(value, dict) and depth < 12:
        return {str(_code(name)): _cases(one, depth + 1) for name, one in value.items()}
    return _code(value) if not isinstance(value, list | dict) else None


def _clean(value: object, depth: int = 0) -> object:
    """Text without signs that nobody sees; line breaks stay, because code and longer questions have them."""
    if isinstance(value, str):
        return "\n".join(clean(line) if depth or line.strip() else "" for line in value.splitlines())[:20_000]
    if depth > 6:
        return None
    if isinstance(value, list):
        return [_clean(one, depth + 1) for one in value[:100]]
    if isinstance(value, dict):
        return {clean(str(name))[:80]: _clean(one, depth + 1) for name, one in list(value.items())[:100]}
    return value

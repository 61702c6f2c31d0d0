"""What the three files of an earlier system say, recognised by their structure, each record by itself.

Interview links: {key: {"questions": […], "candidate_email", "candidate_name", "job_role", "completed", …}}
Candidate answers: {key: {"answers": [{"question", "answer", …}], "final_score", "overall_feedback", …}}
Question pool: {"metadata": {…}, "questions": {type: [{"id", "text", "type", "used", "keywords"}, …]}}
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from neurohire.errors import Rejected
from neurohire.exchange.json_file import ReadFile, check_record, whole
from neurohire.models.questions import Question
from neurohire.questions.single import own_question
from neurohire.vocabulary import QuestionType

MAX_KEY = 200
MAX_ANSWER = 100_000
MAX_ITEMS = 500  # questions or answers of one interview
TYPES = {kind.value: kind for kind in QuestionType} | {"behavioral": QuestionType.BEHAVIOURAL}


class Kind(StrEnum):
    """What a file, or a record in it, is."""

    LINKS = "interview links"
    ANSWERS = "answers"
    POOL = "question pool"
    EMPTY = "empty"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Remark:
    """Something the person who imports should know; refused: this part did not go in."""

    place: str
    words: str
    is_refused: bool = False


@dataclass
class Record:
    """One interview (key) as one file tells it, or the pool's question (item) with its surroundings."""

    kind: Kind
    place: str
    key: str
    body: dict[str, Any]  # as it came, whole
    remarks: list[Remark] = field(default_factory=list)
    number: int = 0  # pool: its place in the file
    category: str = ""  # pool: the list the question stands in
    metadata: dict[str, Any] = field(default_factory=dict)  # pool: what the file says of itself


@dataclass(frozen=True)
class Said:
    """One pair of the answers file."""

    question: str
    answer: str
    code: str = ""
    code_language: str = ""


def kind_of(content: Any) -> Kind:
    """By structure; the name of a file says nothing."""
    if content is None or content in ({}, []):
        return Kind.EMPTY
    if not isinstance(content, dict):
        return Kind.UNKNOWN
    inner = content.get("questions")
    if isinstance(inner, dict) and inner and all(isinstance(found, list) for found in inner.values()):
        return Kind.POOL
    if isinstance(inner, dict) and not inner and isinstance(content.get("metadata"), dict):
        return Kind.POOL
    kinds = {_kind_of_record(record) for record in content.values()}
    return next((kind for kind in (Kind.LINKS, Kind.ANSWERS) if kind in kinds), Kind.UNKNOWN)


def records(read: ReadFile, kind: Kind) -> Iterator[Record | Remark]:
    """Every record that can be looked at by itself, and a refused Remark for each that can't."""
    if kind is Kind.POOL:
        yield from _pool(read.content)
        return
    for key, value in read.content.items():
        place = shown(key)
        try:
            body, name = _checked(value), _key(key)
        except Rejected as refusal:
            yield Remark(place, refusal.message, True)
            continue
        found = _kind_of_record(body)
        if found is Kind.UNKNOWN:
            yield Remark(place, "It has neither questions nor answers.", True)
            continue
        yield Record(found, place, name, body)
        if found is Kind.LINKS and isinstance(body.get("answers"), list):  # one record may be both
            yield Record(Kind.ANSWERS, place, name, {"answers": body["answers"]})


def questions_of(record: Record) -> list[Question]:
    """The interview's questions that can be kept; the others become remarks."""
    found: list[Question] = []
    for place, item in _items(record, "questions"):
        try:
            found.append(question_of(item, place, record.remarks))
        except Rejected as refusal:
            record.remarks.append(Remark(place, refusal.message, True))
    _tell_repeated([question.text for question in found], record)
    return found


def question_of(item: Any, place: str, remarks: list[Remark], category: str = "") -> Question:
    """Text and type are fields; nothing is guessed from the words."""
    if not isinstance(item, dict) or not isinstance(item.get("text"), str):
        raise Rejected("A question needs a text.")
    name = item.get("type", category)
    kind = TYPES.get(name.strip().lower()) if isinstance(name, str) else None
    if kind is None:
        remarks.append(Remark(place, f"Its type “{shown(name)}” is not known here; taken as technical."))
    keywords = item.get("keywords")
    first = keywords[0] if isinstance(keywords, list) and keywords else ""
    skill = first if isinstance(first, str) else ""
    return own_question(item["text"], kind or QuestionType.TECHNICAL, skill)


def answers_of(record: Record) -> list[Said]:
    """The pairs that can be kept; the others become remarks."""
    found: list[Said] = []
    for place, item in _items(record, "answers"):
        question = item.get("question") if isinstance(item, dict) else None
        answer = item.get("answer") if isinstance(item, dict) else None
        answer = "" if answer is None else answer
        if not isinstance(question, str) or not isinstance(answer, str) or not question.strip():
            record.remarks.append(Remark(place, "An answer needs its question and a text.", True))
        elif len(answer) > MAX_ANSWER:
            words = f"The answer is longer than {MAX_ANSWER:,} characters."
            record.remarks.append(Remark(place, words, True))
        else:
            found.append(_said(question, answer, item))
    return found


def shown(value: object) -> str:
    """A key or value from a file as it may stand in a terminal: one line, short, nothing that moves it."""
    text = str(value) if isinstance(value, str | int | float | bool) else type(value).__name__
    text = "".join(c if c.isprintable() else "\ufffd" for c in text[:80])
    return text if len(text) <= 40 else text[:37] + "…"


def same_text(text: str) -> str:
    """What two spellings of one question have in common."""
    return " ".join(text.split()).casefold()


def _pool(content: dict[str, Any]) -> Iterator[Record | Remark]:
    try:
        about = _checked({key: value for key, value in content.items() if key != "questions"})
    except Rejected as refusal:
        yield Remark("metadata", refusal.message, True)
        about = {}
    count = 0
    for category, items in content["questions"].items():
        for number, item in enumerate(items, 1):
            count += 1
            place = f"{shown(category)}, question {number}"
            try:
                body = _checked(item)
            except Rejected as refusal:
                yield Remark(place, refusal.message, True)
                continue
            key = body.get("id")
            name = key if isinstance(key, str) and key else ""
            where = f"{place} ({shown(name)})" if name else place
            yield Record(Kind.POOL, where, name, body, [], count, str(whole(category)), about)


def _kind_of_record(record: Any) -> Kind:
    if not isinstance(record, dict):
        return Kind.UNKNOWN
    if isinstance(record.get("questions"), list):
        return Kind.LINKS
    return Kind.ANSWERS if isinstance(record.get("answers"), list) else Kind.UNKNOWN


def _checked(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Rejected("Not a record: an object in braces is expected.")
    check_record(value)
    found: dict[str, Any] = whole(value)
    return found


def _key(key: str) -> str:
    if not key.strip() or len(key) > MAX_KEY:
        raise Rejected(f"A key has 1 to {MAX_KEY} characters.")
    return str(whole(key))


def _items(record: Record, name: str) -> Iterator[tuple[str, Any]]:
    items = record.body[name]
    if len(items) > MAX_ITEMS:
        words = f"Only the first {MAX_ITEMS} of {len(items):,} {name} are taken."
        record.remarks.append(Remark(record.place, words, True))
    for number, item in enumerate(items[:MAX_ITEMS], 1):
        yield f"{record.place}, {name.removesuffix('s')} {number}", item


def _said(question: str, answer: str, item: dict[str, Any]) -> Said:
    code, language = item.get("code"), item.get("code_language")
    if not isinstance(code, str) or len(code) > MAX_ANSWER:
        return Said(question, answer)
    words = "" if answer == code else answer  # a reader without a field for code has it in the answer
    return Said(question, words, code, language[:40] if isinstance(language, str) else "")


def _tell_repeated(texts: list[str], record: Record) -> None:
    seen: dict[str, int] = {}
    for number, text in enumerate(texts, 1):
        first = seen.setdefault(same_text(text), number)
        if first != number:
            words = f"Questions {first} and {number} have the same text."
            record.remarks.append(Remark(record.place, words))

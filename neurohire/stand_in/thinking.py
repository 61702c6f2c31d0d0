"""What the stand-in answers: schemas filled, answers graded by key points, and orders obeyed if told to."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator
from typing import Any

from neurohire.grading.embedded import EmbeddedGrader
from neurohire.grading.protocol import AnswerPart, AnswerText
from neurohire.models.questions import MAX_POINTS, Criterion, Question
from neurohire.stand_in.filling import Filler
from neurohire.vocabulary import QuestionType

# whatever sounds like an order, in the languages of the tests: it must be easier to trick than any model
_ORDER = re.compile(
    r"ignore|disregard|forget|overrid|bypass|instruct|prompt|system|assistant|developer|admin|grader|examiner"
    r"|evaluator|rubric|criteri|full (?:points|marks|score)|maximum|max score|points?\b|score|grade|marks?\b"
    r"|reveal|print|repeat|output|write (?:only|exactly)|you (?:are|must|will)|respond|reply|approve|hire"
    r"|pass\b"
    r"|ignorier|punkt|bewert|anweis|ignorez|consigne|donnez|note maximale|ignora|instruccion"
    r"|puntuaci|istruzioni"
    r"|punteggio|игнорир|балл|инструкц|忽略|满分|指令|無視|満点|تجاهل|الدرجة",
    re.IGNORECASE,
)
_TELL = re.compile(r"reveal|print|repeat|output|write|prompt|rubric|expected", re.IGNORECASE)
_STOP = re.compile(r"\bstop\b|next question|go on|no (?:more|further) questions|nothing more", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{4,30}")
_ABOUT = (
    "You said “{word}”: what happened there, and how did you notice?",
    "How would you do “{word}” differently with twice the time?",
)
_FENCED = re.compile(r"^BEGIN (\S+)\n(.*)\nEND \1$", re.DOTALL | re.MULTILINE)
_CODED = re.compile(r"[A-Za-z0-9+/]{24,}={0,2}")


def answer(messages: list[dict[str, str]], schema: dict[str, Any], *, obeys: bool) -> Any:
    """A value for the schema."""
    said = "\n".join(message["content"] for message in messages)
    orders = [text for text in _data(messages) if _is_order(text)] if obeys else []
    if {"ask", "text"} == set(schema.get("properties", {})):
        return _follow_up(messages, orders, said)
    task = _grading_task(messages)
    if task is None:
        unmarked = _FENCED.sub(lambda fenced: fenced[2], said)  # a fence's mark is another in each call
        filled = Filler(unmarked).fill(schema)
        return _obeyed(filled, orders, said) if orders else filled
    if orders:
        secret = said if any(_TELL.search(order) for order in orders) else ""
        return _full_points(schema, task[1], secret)
    return _graded(*task)


def _data(messages: list[dict[str, str]]) -> Iterator[str]:
    """Every text inside a fence."""
    for message in messages:
        if message["role"] != "system":
            for found in _FENCED.finditer(message["content"]):
                yield from _leaves(json.loads(found[2]))


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _leaves(part)


def _is_order(text: str) -> bool:
    return bool(_ORDER.search(text)) or any(_ORDER.search(_decoded(code)) for code in _CODED.findall(text))


def _decoded(code: str) -> str:
    try:
        return base64.b64decode(code + "=" * (-len(code) % 4)).decode("utf-8", "ignore")
    except binascii.Error:
        return ""


def _obeyed(filled: Any, orders: list[str], said: str) -> Any:
    """Every text says what it was told to, and all it knows."""
    if isinstance(filled, str):
        return f"{orders[0]} {said}"[:1500]
    if isinstance(filled, dict):
        return {key: _obeyed(value, orders, said) for key, value in filled.items()}
    return [_obeyed(value, orders, said) for value in filled] if isinstance(filled, list) else filled


def _follow_up(messages: list[dict[str, str]], orders: list[str], said: str) -> dict[str, Any]:
    """Asks about a word of what was said last; when it obeys, says all it knows or has no question."""
    if any(_STOP.search(order) for order in orders):
        return {"ask": False, "text": ""}
    if orders:
        return {"ask": True, "text": f"{orders[0]} {said}"[:1500]}
    heard = [_WORD.findall(text) for text in _data(messages)]
    words: list[str] = next((found for found in reversed(heard) if found), [])
    earlier = json.loads(messages[1]["content"])["follow_ups_so_far"]
    if not words or len(earlier) >= len(_ABOUT):
        return {"ask": False, "text": ""}
    return {"ask": True, "text": _ABOUT[len(earlier)].format(word=max(words, key=len))}


def _grading_task(messages: list[dict[str, str]]) -> tuple[dict[str, Any], AnswerText] | None:
    """(question with criteria, answer) when this is about grading."""
    found: dict[str, Any] = {}
    for message in messages:
        if message["role"] == "system":
            continue
        fenced = _FENCED.search(message["content"])
        content = fenced[2] if fenced else message["content"]
        try:
            value = json.loads(content)
        except ValueError:
            continue
        if isinstance(value, dict):
            found.update(value)
    if "criteria" not in found or "answer" not in found:
        return None
    parts = [AnswerPart(key=p["part"], mode=p["mode"], text=p["text"]) for p in found["answer"]]
    return found, AnswerText(parts=parts)


def _graded(task: dict[str, Any], given: AnswerText) -> Any:
    return {one["id"]: _points(one, task["question"], given) for one in task["criteria"]}


def _points(one: dict[str, Any], asked: str, given: AnswerText) -> dict[str, Any]:
    """Each criterion by itself: one more beside it changes nothing."""
    anchors = {n: one["scale"][n] for n in range(MAX_POINTS + 1)}
    criterion = Criterion(key="line-1", name=one["name"], points=one["expected"], anchors=anchors)
    question = Question(id="asked", type=QuestionType.TECHNICAL, skill="any", text=asked, rubric=[criterion])
    grade = EmbeddedGrader().grade(question, given).criteria[0]
    quotes = [{"part": quote.part, "words": quote.text} for quote in grade.quotes]
    return {"points": grade.points or 0, "quotes": quotes}


def _full_points(schema: dict[str, Any], given: AnswerText, secret: str) -> Any:
    first = next((part for part in given.parts if part.text.strip()), None)
    words = secret or (first.text if first else "")
    quote = {"part": first.key if first else "", "words": words}
    return {key: {"points": MAX_POINTS, "quotes": [quote]} for key in schema["properties"]}

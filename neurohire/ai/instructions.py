"""Finds what speaks to a model instead of to people, so that it is left out before anything is sent."""

from __future__ import annotations

import base64
import binascii
import codecs
import re
import unicodedata
from collections.abc import Iterator

from neurohire.grading.cautions import evidence_end
from neurohire.grading.protocol import AnswerText
from neurohire.grading.sentences import spans

_IN = r"\b[^.!?\n]{0,60}?"  # within one sentence
_READER = r"(?:ai|llm|gpt|chatgpt|language model|grader|evaluator|examiner|grading \w+|screening \w+|ai \w+)"
_GOOD = r"(?:full|max\w*|highest|top|perfect|best|all|100\s?%|4|four|10|ten|4/4|10/10)"
_MARKS = r"(?:scores?|points?|marks?|grades?|credits?|ratings?|criterion|criteria)"
_PRIVATE = (
    r"(?:prompts?|instructions|rubric|(?:grading|scoring|evaluation) criteria|expected (?:answers?|points))"
)
_FORMS = (
    rf"\b(?:ignor\w+|disregard\w*|forget|overrid\w+|bypass)\b{_IN}\b(?:instructions?|prompts?|rubric|guidelines|criteria)",
    r"\b(?:ignore|disregard|forget) (?:all |everything )?(?:of )?(?:the )?(?:above|previous|prior|before)\s*(?:text\b|[.!,:;]|$)",
    rf"\b(?:reveal|print|repeat|output|show|leak|tell me|write out|translate|copy|include)\b{_IN}\b(?:your|the|this|its)\b{_IN}\b{_PRIVATE}\b",
    r"\b(?:system|developer|hidden) (?:prompt|message|instructions?|override)\b",
    rf"\b(?:note|message|instructions?|attention|hint|memo|word) (?:to|for) (?:the |any |all |whichever )?{_READER}s?\b",
    rf"\b(?:dear|hey|hello|attention),? (?:the )?(?:{_READER}|assistant|model)\b",
    r"\byou are (?:now )?(?:an? |the )?(?:\w+ )?(?:ai|llm|language model|chatbot|grader|evaluator|dan)\b",
    r"\b(?:as|if you are|being) an? (?:ai|llm|language model)\b",
    rf"\b(?:act|behave|pretend|respond|reply|answer) (?:only )?(?:as|like|with|to be)\b{_IN}\b(?:grader|evaluator|score|{_GOOD} points)",
    rf"\b(?:give|award|assign|grant|set|mark|rate|score|grade|return|output|put)\b{_IN}\b{_GOOD}\b{_IN}\b{_MARKS}\b",
    rf"\b(?:give|award|assign|grant|set|mark|rate|score|grade)\b{_IN}\b{_MARKS}\b{_IN}\b{_GOOD}(?!\w)",
    r"[\"']?\b(?:points?|score|grade|rating)\b[\"']?\s*(?::|=|must be|should be)\s*[\"']?(?:4|10|100|max\w*|full)\b",
    r"\b(?:candidate|applicant|answer|response|submission|resume)\b[^.!?\n]{0,20}\b(?:must|should|shall|has to|is to)"
    r" (?:be |get |receive )?(?:hired|shortlisted|recommended|scored|graded|rated|approved|full|top)",
    r"\b(?:recommend|hire|shortlist|advance|approve) (?:this|the) (?:candidate|applicant|person)\b",
    r"\bnew (?:instructions?|rubric)\b|\bnew task:|\bjailbreak\w*\b",
    r"^\W*end of (?:the )?(?:answer|data|resume|transcript|input)\W*$",
    r"\b(?:BEGIN|END) [0-9a-f]{8,}\b",
    r"<\|?/?\s*(?:system|assistant|user|im_start|im_end|instructions?|endoftext)\b|\[/?INST\]|<</?SYS>>",
    r"^\s*(?:#{1,4}\s*)?(?:system|assistant)\s*:",
    r"\bignorier\w*\b[^.!?\n]{0,60}\b(?:anweisung\w*|vorgaben|bewertungs\w*)",
    r"\b(?:gib|vergib|bewerte)\b[^.!?\n]{0,60}(?:punkt\w*|bestnote|höchst\w*)",
    r"\bignore[zr]\b[^.!?\n]{0,60}\b(?:instructions?|consignes?)",
    r"\b(?:donne[zr]?|attribue[zr]?)\b[^.!?\n]{0,60}\b(?:points?|note maximale)",
    r"\bignor[ae]\b[^.!?\n]{0,60}\b(?:instrucciones|istruzioni|instruções|indicaciones)",
    r"\b(?:da|dale|otorga|asigna|dai|assegna|dê|atribua)\b[^.!?\n]{0,60}\b(?:puntuaci\w*|puntos|punteggio|pontos|nota)",
    r"игнорир\w+[^.!?\n]{0,60}инструкц\w+|постав\w*[^.!?\n]{0,40}балл\w*",
    r"忽略[^。\n]{0,30}(?:指令|指示|说明)|给[^。\n]{0,20}(?:满分|最高分)|(?:指示|命令)[^。\n]{0,20}無視|満点",
    r"تجاهل[^.\n]{0,40}التعليمات|الدرجة الكاملة",
)
_ORDERS = re.compile("|".join(f"(?:{form})" for form in _FORMS), re.IGNORECASE | re.MULTILINE)
# each form above, and each of the embedded grader's, needs one of these
_WORDS = (
    "ignor", "disregard", "forget", "overrid", "bypass", "prompt", "rubric", "instruct", "guideline",
    "criteri", "expected", "message", "memo", "hint", "attention", "dear", "hey", "hello", "ai", "llm",
    "gpt", "chatbot", "grader", "evaluat", "examin", "assistant", "language", "dan", "score", "point",
    "mark", "grade", "credit", "rating", "rate", "hire", "shortlist", "recommend", "approve", "advance",
    "candidate", "applicant", "answer", "response", "submission", "resume", "deserve", "jailbreak",
    "task:", "end", "begin", "<", "[inst", "[/inst", "system", "developer", "admin", "anweis", "vorgaben",
    "bewert", "punkt", "bestnote", "höchst", "consigne", "maximale", "istruz", "indicacion", "puntua",
    "puntos", "punteggio", "pontos", "nota", "игнорир", "постав", "忽略", "满分", "最高分", "無視", "満点", "تجاهل",
    "الدرجة",
)  # fmt: skip
_BASE64 = re.compile(r"[A-Za-z0-9+/]{20,}={0,2}")
_HEX = re.compile(r"(?:[0-9a-f]{2}[ :]?){12,}", re.IGNORECASE)
_ESCAPED = re.compile(r"(?:\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|&#x?[0-9a-f]+;){6,}", re.IGNORECASE)
_SPREAD = re.compile(r"\b(?:\w[ ._-]){6,}\w\b")
_DIGITS = str.maketrans("013457@$", "oieastas")
_LOOKALIKE = str.maketrans("аеорсхуіѕԁ", "aeopcxyisd")


def speaks_to_model(text: str) -> bool:
    """Orders and marks of chat formats, also where they are coded, spread or written with look-alikes."""
    return any(_is_order(said) for said in dict.fromkeys(_readings(text)))


def without_orders(text: str, *, code: bool = False) -> tuple[str, bool]:
    """The text with such sentences (in code: lines) cut out, and whether there were any.

    What stays stands as it was written, so that quotes of it are found in the original.
    """
    kept, at, cut = "", 0, False
    for start, end in spans(text, code=code):
        if speaks_to_model(text[start:end]):
            kept, at, cut = kept + text[at:start], end, True
    kept += text[at:]
    if speaks_to_model(kept):  # spread over several sentences
        return "", True
    return kept, cut


def answer_without_orders(answer: AnswerText) -> tuple[AnswerText, bool]:
    """What is sent: every part without such sentences, and whether there were any."""
    parts, cut = [], False
    for part in answer.parts:
        text, was_cut = without_orders(part.text, code=part.mode == "code")
        parts.append(part.model_copy(update={"text": text}))
        cut = cut or was_cut
    return AnswerText(parts=[part for part in parts if part.text.strip()]), cut


def _is_order(said: str) -> bool:
    """Looked at closely only where one of the words stands: a text has many readings, most of them nonsense."""
    folded = said.casefold()
    if not any(word in folded for word in _WORDS):
        return False
    return bool(_ORDERS.search(said)) or evidence_end(said) < len(said)


def _readings(text: str) -> Iterator[str]:
    """The ways in which a model may read it."""
    folded = unicodedata.normalize("NFKC", text)
    plain = "".join(sign for sign in folded if unicodedata.category(sign) not in ("Cf", "Mn"))
    yield plain
    yield plain.translate(_LOOKALIKE)
    yield plain.casefold().translate(_DIGITS)
    yield plain[::-1]
    yield codecs.encode(plain, "rot13")
    yield from (_decoded(found) for found in _BASE64.findall(plain))
    yield from (_unhexed(found) for found in _HEX.findall(plain))
    yield from (_unescaped(found.group()) for found in _ESCAPED.finditer(plain))
    if spread := _SPREAD.findall(plain):
        yield " ".join(re.sub(r"[ ._-]", "", found) for found in spread)
        yield re.sub(r"(?<=\b\w)[ ._-](?=\w\b)", "", plain)


def _decoded(code: str) -> str:
    try:
        return base64.b64decode(code.rstrip("=") + "=" * (-len(code.rstrip("=")) % 4)).decode()
    except (binascii.Error, ValueError):
        return ""


def _unhexed(code: str) -> str:
    try:
        return bytes.fromhex(re.sub(r"[ :]", "", code)).decode()
    except ValueError:
        return ""


def _unescaped(code: str) -> str:
    marks = re.findall(r"\\u([0-9a-f]{4})|\\x([0-9a-f]{2})|&#x([0-9a-f]+);|&#(\d+);", code, re.IGNORECASE)
    numbers = [int(ten) if ten else int(u or x or h, 16) for u, x, h, ten in marks]
    return "".join(chr(number) for number in numbers if number < 0x110000)

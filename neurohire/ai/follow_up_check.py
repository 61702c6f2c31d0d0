"""From what a model wrote to a follow-up that may be asked, or the fixed words that say what is wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence

from neurohire.ai.follow_up_prompt import LONGEST, SYSTEM
from neurohire.ai.text_checks import gives_away, is_in, is_odd, runs
from neurohire.ai.written import Unusable
from neurohire.grading.protocol import AnswerText
from neurohire.grading.weights import bank_weights
from neurohire.grading.words import read_words, stems_of
from neurohire.models.questions import Question
from neurohire.questions.quoting import clean
from neurohire.questions.uniqueness import is_near_duplicate

SHORTEST = 10
REVEALED = 0.4  # of what an expected point says beyond question and answer, by weight
NOT_ONE = f"It must be one question of {SHORTEST} to {LONGEST} characters."
OTHER_LANGUAGE = "It was not in the language asked for."
ODD = "It held a link, markup or words to a model."
REPEATS = "It was like a question that was asked already."
GIVES_AWAY = "It hinted at what is expected of the answer."
JUDGES = "It judged the answer."
_ASKS = re.compile("[?\uff1f\u061f]")
_MARKS = re.compile(r"[*_`#|~]{2}|^\s*(?:[-*#>]|\d+[.)])\s|[{}<>]|\\[nu]", re.MULTILINE)
_PRAISE = (
    r"(?:good|great|excellent|nice|perfect|solid|strong|weak|poor|impressive|interesting|thorough|brilliant"
    r"|fantastic|amazing|wonderful|clever|smart|superb)"
)
_THING = (
    r"(?:answer|point|job|work|explanation|response|thinking|start|example|approach|code|solution|idea"
    r"|question)"
)
_JUDGING = re.compile(
    "|".join(
        (
            rf"\b{_PRAISE} (?:\w+ )?{_THING}\b",
            r"\b(?:well (?:done|said|explained|put)|good|great|excellent|perfect|correct|exactly)\s*[!.,]",
            r"\b(?:that|this|it)(?:['’]s| is| was| sounds) (?:\w+ )?(?:right|correct|wrong|incorrect)\b",
            r"\byou(?:['’]re| are| were)? (?:\w+ )?(?:right|correct|wrong|mistaken|forgot|missed|failed)\b",
            r"\byou (?:did not|didn['’]t|have not|haven['’]t) (?:mention|cover|explain|answer|consider)\w*",
            r"\b(?:your|the|this|full|maximum) (?:\w+ )?(?:points|scores?|grades?|marks|rubric|criteria)\b",
            r"\b(?:gute|tolle|ausgezeichnete?|falsche?|richtige?) (?:antwort|lösung|idee|erklärung)\b",
            r"\b(?:bonne|excellente|mauvaise) (?:réponse|idée)\b",
            r"\b(?:buena|excelente|mala) (?:respuesta|idea)\b",
        )
    ),
    re.IGNORECASE,
)


def checked(
    text: str, question: Question, answer: AnswerText, known: Sequence[str], language: str, canary: str
) -> str:
    """The follow-up as it is asked; raises Unusable. `known`: questions and follow-ups of this interview."""
    if len(text) > 4 * LONGEST or canary in text:
        raise Unusable(NOT_ONE if canary not in text else ODD)
    words = clean(text)
    if not SHORTEST <= len(words) <= LONGEST or len(_ASKS.findall(words)) != 1:
        raise Unusable(NOT_ONE)
    if is_odd(words, SYSTEM) or _MARKS.search(text.strip()):
        raise Unusable(ODD)
    if not is_in(words, language):
        raise Unusable(OTHER_LANGUAGE)
    if _JUDGING.search(words):
        raise Unusable(JUDGES)
    if any(is_near_duplicate(words, other) for other in known):
        raise Unusable(REPEATS)
    if reveals(words, question, answer, known):
        raise Unusable(GIVES_AWAY)
    return words


def reveals(text: str, question: Question, answer: AnswerText, known: Sequence[str] = ()) -> bool:
    """Whether it says of an expected point what neither a question nor the answer has said."""
    if gives_away(text, question.rubric):
        return True
    scale = [words for line in question.rubric for words in line.anchors.values()]
    if any(runs(text) & runs(words) for words in scale):
        return True
    heard = {stem for words in (question.text, *known) for stem in stems_of(words)}
    heard |= {word.stem for part in answer.parts for word in read_words(part.text, code=part.mode == "code")}
    new, weights = set(stems_of(text)) - heard, bank_weights()
    for point in (point for line in question.rubric for point in line.points):
        telling = {stem: weights.of(stem) for stem in stems_of(point) if stem not in heard}
        shared = sum(weight for stem, weight in telling.items() if stem in new)
        if telling and shared >= REVEALED * sum(telling.values()):
            return True
    return False

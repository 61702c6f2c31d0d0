"""Suggestions by a model: two runs, quotes looked up in the answer, nothing of what it says is shown."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from neurohire.ai.client import ModelClient
from neurohire.ai.decoy import decoy_for
from neurohire.ai.failures import UNUSABLE, ModelFailed, Reason
from neurohire.ai.grading_prompt import PROMPT, TOKENS_EACH, CriterionPoints, messages_for, shape_for
from neurohire.ai.instructions import answer_without_orders, speaks_to_model
from neurohire.grading.embedded import CUT_NOTE
from neurohire.grading.evidence import check_quotes, locate
from neurohire.grading.protocol import AnswerText, CriterionGrade, Grading, Quote
from neurohire.models.questions import MAX_POINTS, Criterion, Question

RUNS = 2
REPAIRS = 2
APART = 2  # points between two runs from which neither is believed
NAMES = ("c1", "c2", "c3", "c4", "c5")
TRICKED = (
    "The model gave points for something that was not asked, so its suggestion is not used. "
    "The answer may hold words meant for a model. Please read it."
)
UNUSABLE_ANSWER = "The model's answer could not be used. Please read the answer."
ONLY_ORDERS = "Nothing of the answer is left without the words that speak to a grader. Please read it."
NO_QUOTE = "The model quoted no words that stand in the answer, so this was not assessed."


class ModelGrading(BaseModel):
    """The grading, and the points of each run by criterion (None: without a quote that holds)."""

    model_config = ConfigDict(frozen=True)
    grading: Grading
    runs: dict[str, list[int | None]]


class ModelGrader:
    """The twin of EmbeddedGrader; awaited, because it asks a server."""

    def __init__(self, client: ModelClient, chance: random.Random | None = None) -> None:
        self._client = client
        self._chance = chance or random.SystemRandom()

    @property
    def name(self) -> str:
        """Model and version of the prompt, stored with every score."""
        return f"{self._client.service.name} {PROMPT}"

    async def grade(
        self, question: Question, answer: AnswerText, interview_id: str | None = None
    ) -> ModelGrading:
        """Raises ModelFailed when the model is away; an answer of it that is of no use is a grading, too."""
        heard, cut = await asyncio.to_thread(answer_without_orders, answer)
        if heard.is_blank():
            return self._none(question, ONLY_ORDERS)
        work = [self._run(question, heard, interview_id) for _ in range(RUNS)]
        try:
            runs = await asyncio.gather(*work)
        except ModelFailed as failure:
            if failure.reason in (*UNUSABLE, Reason.REFUSED):
                return self._none(question, UNUSABLE_ANSWER)
            raise
        sure = [run for run in runs if run is not None]
        if len(sure) < RUNS:
            return self._none(question, TRICKED)
        found = {each.key: [_grade(each, run[each.key], answer) for run in sure] for each in question.rubric}
        note = CUT_NOTE if cut else ""
        grades = [_agreed(each, found[each.key], note) for each in question.rubric]
        grading = Grading(criteria=grades, grader=self.name, rubric_version=question.rubric_version)
        return ModelGrading(
            grading=check_quotes(grading, answer),
            runs={key: [grade.points for grade in given] for key, given in found.items()},
        )

    async def _run(
        self, question: Question, answer: AnswerText, interview_id: str | None
    ) -> Mapping[str, CriterionPoints] | None:
        """Points by key; None when the criterion that cannot be met was given points."""
        decoy = await asyncio.to_thread(decoy_for, question, answer, self._chance)
        asked: list[tuple[str, Criterion]] = [(each.key, each) for each in question.rubric]
        asked.append(("", decoy))
        self._chance.shuffle(asked)  # neither its place nor its name tells which one it is
        names = dict(zip(NAMES, [key for key, _ in asked], strict=False))
        messages = messages_for(question.text, list(zip(names, [c for _, c in asked], strict=True)), answer)
        for left in reversed(range(1 + REPAIRS)):
            try:
                given = await self._client.ask(
                    shape_for(list(names)),
                    messages,
                    prompt=PROMPT,
                    most_tokens=TOKENS_EACH * len(names) + 200,
                    interview_id=interview_id,
                )
            except ModelFailed as failure:
                if failure.reason in UNUSABLE and left:
                    continue
                raise
            points: dict[str, CriterionPoints] = {key: getattr(given, name) for name, key in names.items()}
            return None if points.pop("").points > 0 else points
        raise ModelFailed(Reason.UNREADABLE)

    def _none(self, question: Question, reason: str) -> ModelGrading:
        grades = [CriterionGrade(criterion=c.key, points=None, reason=reason) for c in question.rubric]
        grading = Grading(criteria=grades, grader=self.name, rubric_version=question.rubric_version)
        return ModelGrading(grading=grading, runs={})


def _grade(criterion: Criterion, given: CriterionPoints, answer: AnswerText) -> CriterionGrade:
    """Points of one run, if they rest on words of the answer."""
    places = (
        locate(quote.words, answer, quote.part) or locate(quote.words, answer) for quote in given.quotes
    )
    quotes = {(q.part, q.start, q.end): q for q in places if q is not None and not speaks_to_model(q.text)}
    points = given.points if quotes else None
    return CriterionGrade(criterion=criterion.key, points=points, reason="", quotes=list(quotes.values()))


def _agreed(criterion: Criterion, runs: list[CriterionGrade], note: str) -> CriterionGrade:
    """What both runs support: the lower points; nothing when they are far apart."""
    points = [run.points for run in runs]
    known = [value for value in points if value is not None]
    if not known:
        return CriterionGrade(criterion=criterion.key, points=None, reason=NO_QUOTE + note)
    if len(known) < len(points) or max(known) - min(known) >= APART:
        said = " and ".join("nothing that can be quoted" if p is None else str(p) for p in points)
        reason = f"Two runs of the model gave {said}: too far apart for a suggestion. Please read the answer."
        return CriterionGrade(criterion=criterion.key, points=None, reason=reason + note)
    lowest = min(runs, key=lambda run: run.points or 0)
    low = min(known)
    reason = f"Suggested by a model: {low} of {MAX_POINTS}, “{criterion.anchors[low]}”."  # type: ignore[index]
    if max(known) != low:
        reason += f" Two runs gave {known[0]} and {known[1]}; the lower one stands."
    return CriterionGrade(
        criterion=criterion.key, points=low, reason=reason + note, quotes=_all_quotes(lowest)
    )


def _all_quotes(grade: CriterionGrade) -> list[Quote]:
    return sorted(grade.quotes, key=lambda quote: (quote.part, quote.start))

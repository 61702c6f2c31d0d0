"""Grades answers of a file with the model that is set, as `evaluate grading --grader model` does."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence

from neurohire.ai.client import ModelClient
from neurohire.ai.grader import ModelGrader
from neurohire.ai.ledger import NoLedger
from neurohire.ai.service import service_of
from neurohire.errors import Rejected
from neurohire.grading.protocol import AnswerPart, AnswerText
from neurohire.models.questions import MAX_POINTS, Criterion, Question
from neurohire.settings import Settings
from neurohire.vocabulary import QuestionType

NOT_SET = "No model is set. Set NEUROHIRE_MODEL_BASE_URL and NEUROHIRE_MODEL_NAME, see the README."
SCALE = ("Nothing of it.", "A little of it.", "About half of it.", "Most of it.", "All of it.")
Asked = tuple[str, Sequence[str], str]  # question, expected points, answer


def levels(settings: Settings, rows: Sequence[Asked]) -> list[float | None]:
    """Share of the points, 0 to 1; None is "not assessed". The budget of the app is not touched."""
    return asyncio.run(_levels(settings, rows))


async def _levels(settings: Settings, rows: Sequence[Asked]) -> list[float | None]:
    service = service_of(settings, "grading")
    if service is None:
        raise Rejected(NOT_SET)
    client = ModelClient(service, NoLedger(), places=asyncio.Semaphore(settings.model_parallel))
    try:
        grader = ModelGrader(client, random.Random(0))
        return list(await asyncio.gather(*(_level(grader, row) for row in rows)))
    finally:
        await client.close()


async def _level(grader: ModelGrader, row: Asked) -> float | None:
    question, points, answer = row
    asked = Question(
        id="asked",
        type=QuestionType.TECHNICAL,
        skill="any",
        text=question[:1500].ljust(10, "."),
        rubric=[
            Criterion(
                key="reference",
                name="Says what the reference answer says",
                points=[point[:400].ljust(3, ".") for point in points[:8]],
                anchors=dict(enumerate(SCALE)),
            )
        ],
    )
    given = AnswerText(parts=[AnswerPart(key="answer", text=answer)])
    found = (await grader.grade(asked, given)).grading.criteria[0].points
    return None if found is None else found / MAX_POINTS

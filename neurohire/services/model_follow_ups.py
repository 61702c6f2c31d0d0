"""A follow-up by the model while the candidate waits: read, ask, keep, all within the seconds left."""

from __future__ import annotations

import asyncio

import structlog
from sqlmodel import Session

from neurohire.ai.asker import FollowUpRequest, ModelAsker
from neurohire.ai.failures import ModelFailed
from neurohire.database import Database
from neurohire.errors import Unavailable
from neurohire.models.interviews import Interview, InterviewQuestion
from neurohire.models.questions import Question
from neurohire.services import answers, follow_ups, transcripts
from neurohire.services.deciding import EndedTurn, go_on
from neurohire.services.follow_ups import Chosen
from neurohire.services.question_sets import rows_of
from neurohire.vocabulary import FollowUpSource

log = structlog.get_logger(__name__)
FOR_THE_MODEL = 3.0  # seconds that waiting for a transcript leaves
LOOK_AGAIN = 0.2
KEEP_TRYING = 20  # times a second apart: then the turn's task does it


async def decide(database: Database, asker: ModelAsker | None, turn: EndedTurn) -> None:
    """End the turn one way or the other. Whatever comes too late is thrown away."""
    written: Chosen | None = None
    try:
        async with asyncio.timeout(turn.seconds_left):
            written = await _written(database, asker, turn) if asker is not None else None
    except TimeoutError:
        log.info("no follow-up by the model", reason="out_of_time")
    except ModelFailed as failure:
        log.info("no follow-up by the model", reason=failure.reason.value)
    except Exception:
        log.exception("a follow-up by the model failed")
    for _ in range(KEEP_TRYING):
        try:
            return await database.transact(go_on, turn, written)
        except Unavailable:
            await asyncio.sleep(1)


async def _written(database: Database, asker: ModelAsker, turn: EndedTurn) -> Chosen | None:
    while turn.seconds_left > FOR_THE_MODEL:
        if not await database.read(transcripts.pending, turn.question_id, turn.follow_up):
            break
        await asyncio.sleep(LOOK_AGAIN)
    request = await database.read(request_of, turn)
    if request is None:
        return None
    text = await asker.ask(request, turn.seconds_left)
    if text is None:
        return None
    return Chosen(text=text, source=FollowUpSource.MODEL, model=asker.model, prompt=asker.prompt)


def request_of(db: Session, turn: EndedTurn) -> FollowUpRequest | None:
    """What the model is told; None when nothing was said after all."""
    row, question = db.get(Interview, turn.interview_id), db.get(InterviewQuestion, turn.question_id)
    answer = answers.text_of(db, turn.question_id)
    if row is None or question is None or answer.is_blank():
        return None
    rows = rows_of(db, row.id)
    return FollowUpRequest(
        interview_id=row.id,
        language=row.language,
        question=Question.model_validate(question.question),
        answer=answer,
        earlier=follow_ups.texts_asked(db, [question.id]),
        known=[
            *(str(one.question["text"]) for one in rows),
            *follow_ups.texts_asked(db, [one.id for one in rows]),
        ],
    )

"""Tasks that wait for a model: one at a time per worker, tried again with growing pauses for a day."""

from __future__ import annotations

import structlog
from sqlmodel import Session

from neurohire.ai.failures import ModelFailed, Reason
from neurohire.ai.in_use import ModelsInUse
from neurohire.database import Database
from neurohire.services import model_grading, model_questions, speech_ahead, tasks
from neurohire.services.tasks import DueTask

log = structlog.get_logger(__name__)


async def do_next(database: Database, models: ModelsInUse) -> bool:
    """Do one task; False when none is due."""
    task = await database.transact(tasks.claim, "model")
    if task is None:
        return False
    try:
        await _do(database, models, task)
    except ModelFailed as failure:
        if failure.reason is not Reason.REPLACED:
            await _failed(database, task, failure.reason.value)
        else:
            await database.transact(tasks.put_back, task.id)  # for the new service, or to be dropped
        return True
    except Exception as error:
        await _failed(database, task, type(error).__name__)
        return True
    await database.transact(tasks.done, task.id)
    return True


def switch_off(db: Session, models: ModelsInUse) -> None:
    """At the start and after a change: nobody waits for what is not set."""
    if models.writer is None:
        model_questions.switch_off(db)
    if models.grader is None:
        model_grading.switch_off(db)
    if models.speaker is None:
        speech_ahead.switch_off(db)


async def _do(database: Database, models: ModelsInUse, task: DueTask) -> None:
    if task.kind == tasks.WRITE_TASK and models.writer is not None:
        await model_questions.write(database, models.writer, task.subject_id)
    elif task.kind == tasks.MODEL_GRADE_TASK and models.grader is not None:
        await model_grading.grade(database, models.grader, task.subject_id, task.id)
    else:  # asked for in the moment in which it was switched off
        await database.transact(switch_off, models)


async def _failed(database: Database, task: DueTask, reason: str) -> None:
    log.warning("model task failed", kind=task.kind, attempts=task.attempts, error=reason)
    if not await database.transact(tasks.failed, task.id, reason):
        await database.transact(_give_up, task)


def _give_up(db: Session, task: DueTask) -> None:
    if task.kind == tasks.WRITE_TASK:
        model_questions.give_up(db, task.subject_id)
    elif task.kind == tasks.MODEL_GRADE_TASK:
        model_grading.give_up(db, task.subject_id)

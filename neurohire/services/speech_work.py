"""The tasks that have questions spoken ahead: in a lane of their own, tried again with growing pauses."""

from __future__ import annotations

import structlog

from neurohire.ai.failures import UNUSABLE, ModelFailed, Reason
from neurohire.database import Database
from neurohire.services import speech_ahead, tasks
from neurohire.services.speaking import Speaking
from neurohire.services.tasks import DueTask

log = structlog.get_logger(__name__)
TRIES_FOR_ONE_TEXT = 3  # which the service answers with something else than audio


async def do_next(database: Database, speaking: Speaking) -> bool:
    """Do one task; False when none is due, or nothing speaks."""
    if not speaking.has_service:
        return False
    task = await database.transact(tasks.claim, "speech_out")
    if task is None:
        return False
    try:
        await _speak(database, speaking, task)
    except Exception as error:
        if isinstance(error, ModelFailed) and error.reason is Reason.REPLACED:
            await database.transact(tasks.put_back, task.id)
            return True
        reason = error.reason.value if isinstance(error, ModelFailed) else type(error).__name__
        log.warning("questions were not spoken ahead", attempts=task.attempts, error=reason)
        await database.transact(tasks.failed, task.id, reason)
        return True
    await database.transact(tasks.done, task.id)
    return True


async def _speak(database: Database, speaking: Speaking, task: DueTask) -> None:
    """Text by text; those that are there already cost nothing."""
    unusable: ModelFailed | None = None
    for asked in await database.read(speech_ahead.texts, task.subject_id):
        try:
            await speaking.by_service(asked)
        except ModelFailed as failure:
            if failure.reason is Reason.OVER_BUDGET:
                return  # the embedded voice speaks; tomorrow's limit is no reason to wait
            if failure.reason not in UNUSABLE:
                raise
            unusable = failure  # this one text; the others may do
        await database.transact(tasks.renew, task.id)
    if unusable is not None and task.attempts < TRIES_FOR_ONE_TEXT:
        raise unusable

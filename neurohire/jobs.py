"""What runs by itself: the beat, due tasks, queued resumes. The rows are the truth, the scheduler wakes."""

from __future__ import annotations

import asyncio
import functools
import uuid
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from neurohire.ai.in_use import AHEAD, ModelsInUse
from neurohire.broadcast import MISSED
from neurohire.database import Database
from neurohire.errors import Unavailable
from neurohire.grading.weights import bank_weights
from neurohire.media_store import MediaStore
from neurohire.rooms.registry import DocumentRegistry
from neurohire.services import (
    candidate_resumes,
    conduct,
    deciding,
    evidence,
    focus,
    grading,
    interview_clock,
    left_open,
    model_follow_ups,
    model_grading,
    model_work,
    pool_counts,
    resume_intake,
    resumes,
    room_clock,
    speech_work,
    tasks,
    transcription,
    transcripts,
)
from neurohire.services.invitations import EXPIRE_TASK
from neurohire.services.speaking import Speaking
from neurohire.services.tasks import DueTask
from neurohire.workers import Workers

log = structlog.get_logger(__name__)
POLL_SECONDS = 2
WARM_UP_SECONDS = 3
LISTENERS = 4  # takes that are written down at the same time
SWEEP_SECONDS = 60  # for live interviews that nobody completed
EVIDENCE_SECONDS = 600  # pictures may stay so much longer than they should
COUNT_SECONDS = 5  # the pool's figures are so old at most
Work = Callable[[], Awaitable[bool | None]]


class Jobs:
    """Started with the app, stopped with it; safe to kill at any moment."""

    def __init__(
        self,
        database: Database,
        media: MediaStore,
        workers: Workers,
        documents: DocumentRegistry,
        readers: int,
        models: ModelsInUse,
        speaking: Speaking,
    ) -> None:
        self.database, self.media, self.workers, self.documents = database, media, workers, documents
        self.readers, self.models, self.speaking = readers, models, speaking
        self.holder = uuid.uuid4().hex
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._wake_tasks, self._wake_resumes, self._wake_model, self._wake_speech = (
            asyncio.Event() for _ in range(4)
        )
        self._wake_voice = asyncio.Event()
        self._running: list[asyncio.Task[None]] = []
        self._deciding: set[asyncio.Task[bool]] = set()
        self._model_workers = 0

    async def start(self) -> None:
        """Give back the time the server was away, release what it was doing, then go on."""
        await self._try(self._beat)
        await self._try(self._release)
        seconds = interview_clock.BEAT_EVERY.total_seconds()
        self._scheduler.add_job(self._try, "interval", [self._beat], seconds=seconds, coalesce=True)
        self._scheduler.add_job(self._wake, "interval", seconds=POLL_SECONDS, coalesce=True)
        self._scheduler.add_job(
            self._try, "interval", [self._count_questions], seconds=COUNT_SECONDS, coalesce=True
        )
        self._scheduler.add_job(
            self._try, "interval", [self._end_left_open], seconds=SWEEP_SECONDS, coalesce=True
        )
        self._scheduler.add_job(
            self._try, "interval", [self._forget_evidence], seconds=EVIDENCE_SECONDS, coalesce=True
        )
        self._scheduler.start()
        self._running = [
            asyncio.create_task(self._listen()),
            asyncio.create_task(self._watch_turns()),
            asyncio.create_task(self._warm_up()),
            asyncio.create_task(self._loop(self._wake_tasks, self._do_task)),
            *(
                asyncio.create_task(self._loop(self._wake_resumes, self._read_resume))
                for _ in range(self.readers)
            ),
            *(
                asyncio.create_task(self._loop(self._wake_speech, self._do_speech_task))
                for _ in range(LISTENERS)
            ),
            *(asyncio.create_task(self._loop(self._wake_voice, self._speak_ahead)) for _ in range(AHEAD)),
        ]
        self._fit_model_workers()
        self._running.append(asyncio.create_task(self._prepare()))
        self._wake()

    async def services_changed(self) -> None:
        """Other settings are in force: change over, let go of what nobody will do, take up what waits."""
        if await self.models.change_over() and self._running:
            self._fit_model_workers()
            await self._try(self._let_go)
            await self._try(self._try_again)
            self._running.append(asyncio.create_task(self._prepare()))
            self._wake()

    async def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        running = [*self._running, *self._deciding]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await self.speaking.close()
        await self.models.close()

    async def _warm_up(self) -> None:
        """The words of the bank take a second to read: not while a candidate's first answer waits."""
        await asyncio.sleep(WARM_UP_SECONDS)  # after the rush of the start
        await asyncio.to_thread(bank_weights)

    def _fit_model_workers(self) -> None:
        """One stays even without a model: something may have been asked for as it was switched off."""
        wanted = self.models.workers if self.models.is_any else 1
        while self._model_workers < wanted:
            number, self._model_workers = self._model_workers, self._model_workers + 1
            work = functools.partial(self._do_model_task, number)
            self._running.append(asyncio.create_task(self._loop(self._wake_model, work)))

    def _wake(self) -> None:
        self._wake_tasks.set()
        self._wake_resumes.set()
        self._wake_model.set()
        self._wake_speech.set()
        self._wake_voice.set()

    async def _listen(self) -> None:
        with self.database.broadcast.subscribe("work") as subscription:
            async for _ in subscription:
                self._wake()

    async def _watch_turns(self) -> None:
        """Each turn at once and by itself: a candidate never waits behind grading, or another candidate."""
        with self.database.broadcast.subscribe(deciding.TOPIC) as subscription:
            async for happened in subscription:
                if happened is MISSED:
                    continue  # their tasks end them
                turn = happened.data["turn"]
                decide = functools.partial(model_follow_ups.decide, self.database, self.models.asker, turn)
                task = asyncio.create_task(self._try(decide))
                self._deciding.add(task)
                task.add_done_callback(self._deciding.discard)

    async def _loop(self, wake: asyncio.Event, work: Work) -> None:
        while True:
            await wake.wait()
            wake.clear()
            while await self._try(work):
                pass

    async def _try(self, work: Work) -> bool:
        """Run one piece of work; what goes wrong is logged and comes round again."""
        try:
            return bool(await work())
        except Unavailable as error:
            log.warning("job waits", code=error.code)
        except Exception:
            log.exception("job failed")
        return False

    async def _beat(self) -> None:
        lost = await self.database.transact(interview_clock.beat, self.holder)
        if lost:
            log.warning("the server was away", seconds=round(lost))

    async def _release(self) -> None:
        await self.database.transact(tasks.release_leases)
        await self.database.transact(tasks.try_now, (tasks.GO_ON_TASK,))  # a turn waits for nobody now
        await self.database.transact(resumes.release_leases)
        await self._let_go()

    async def _let_go(self) -> None:
        await self.database.transact(model_work.switch_off, self.models)
        if self.models.transcriber is None:
            await self.database.transact(transcription.switch_off)

    async def _try_again(self) -> None:
        await self.database.transact(tasks.try_now, tasks.OUTSIDE)

    async def _prepare(self) -> None:
        await self._try(self.models.prepare)

    async def _end_left_open(self) -> None:
        if ended := await self.database.transact(room_clock.end_left_open):
            log.info("live interviews that nobody completed were ended", count=ended)

    async def _forget_evidence(self) -> None:
        while await self.database.transact(left_open.close_of_ended):
            pass
        if count := await evidence.forget(self.database, self.media):
            log.info("pictures whose time had passed were deleted", count=count)

    async def _count_questions(self) -> None:
        if await self.database.read(pool_counts.is_due):
            while await self.database.transact(pool_counts.count):
                pass

    async def _read_resume(self) -> bool:
        return await resume_intake.read_next(self.database, self.media, self.workers)

    async def _do_model_task(self, number: int) -> bool:
        if number and number >= (self.models.workers if self.models.is_any else 1):
            return False  # fewer are wanted now
        return await model_work.do_next(self.database, self.models)

    async def _speak_ahead(self) -> bool:
        return await speech_work.do_next(self.database, self.speaking)

    async def _do_speech_task(self) -> bool:
        return await transcription.do_next(self.database, self.media, self.workers, self.models.transcriber)

    async def _do_task(self) -> bool:
        task = await self.database.transact(tasks.claim)
        if task is None:
            return False
        try:
            if later := await self._not_before(task):
                await self.database.transact(tasks.postpone, task.id, later)
                return True
            await self._do(task)
        except Exception as error:
            log.warning("task failed", kind=task.kind, attempts=task.attempts, error=type(error).__name__)
            again = await self.database.transact(tasks.failed, task.id, type(error).__name__)
            if not again and task.kind == conduct.GRADE_TASK:
                await self.database.transact(grading.fail, task.subject_id)
            return True
        await self.database.transact(tasks.done, task.id)
        return True

    async def _not_before(self, task: DueTask) -> datetime | None:
        """Scores wait a while for words that are still being written down."""
        if task.kind != tasks.GRADE_TASK:
            return None
        return await self.database.read(transcripts.grading_waits, task.subject_id)

    async def _do(self, task: DueTask) -> None:
        if task.kind == EXPIRE_TASK:
            await self.database.transact(conduct.expire, task.subject_id)
        elif task.kind == focus.END_TASK:
            await self.database.transact(focus.end_when_over, task.subject_id)
        elif task.kind == interview_clock.DEADLINE_TASK:
            await self._beat()  # the database may be back this moment: first the time lost is given back
            if document_id := await self.database.read(conduct.open_document, task.subject_id):
                await self.documents.flush(document_id)  # what was typed a moment ago belongs to the answer
            await self.database.transact(conduct.submit_when_time_is_up, task.subject_id)
        elif task.kind == tasks.GO_ON_TASK:
            await self.database.transact(deciding.go_on_without, task.subject_id)
        elif task.kind == conduct.GRADE_TASK:
            await self._grade(task.subject_id)
        elif task.kind == candidate_resumes.DISCARD_TASK:
            await self.database.transact(candidate_resumes.discard_unclaimed, task.subject_id)

    async def _grade(self, interview_id: str) -> None:
        """Question by question, each in its own transaction: a killed server goes on where it was."""
        done: set[str] = set()
        while question_id := await self.database.transact(grading.next_ungraded, interview_id):
            if question_id in done:
                raise RuntimeError("a question was graded and is still without scores")
            await self.database.transact(grading.grade_question, question_id)
            done.add(question_id)
        await self.database.transact(model_grading.finish_embedded, interview_id)

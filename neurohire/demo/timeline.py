"""Weeks in a moment: stories side by side on a clock that jumps, with the work that falls due between."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.models.scores import Task
from neurohire.services import conduct, deciding, grading, interview_clock, model_grading, tasks
from neurohire.services.invitations import EXPIRE_TASK
from neurohire.services.tasks import DueTask

Story = Iterator[datetime]  # gives the moment at which it goes on


class Timeline:
    """The only clock while the demo is made."""

    def __init__(self, db: Session, begin: datetime) -> None:
        self.db, self.moment = db, begin

    def run(self, stories: Iterable[Story], until: datetime) -> None:
        """Each story goes on when its moment has come; what falls due meanwhile is done in its own moment."""
        waiting: list[tuple[datetime, int, Story]] = []
        for number, story in enumerate(stories):
            self._go_on(waiting, number, story)
        while waiting:
            at, number, story = heapq.heappop(waiting)
            self._work(min(at, until))
            self.moment = max(self.moment, min(at, until))
            self._go_on(waiting, number, story)
        self._work(until)
        self.moment = until

    def _go_on(self, waiting: list[tuple[datetime, int, Story]], number: int, story: Story) -> None:
        at = next(story, None)
        self.db.flush()
        if at is not None:
            heapq.heappush(waiting, (at, number, story))

    def _work(self, until: datetime) -> None:
        while (due := self._next_due()) is not None and due <= until:
            self.moment = max(self.moment, due)
            task = tasks.claim(self.db)
            if task is None:
                return
            do(self.db, task)
            tasks.done(self.db, task.id)
            self.db.flush()

    def _next_due(self) -> datetime | None:
        return self.db.scalars(
            select(Task.due_at)  # type: ignore[call-overload]
            .where(col(Task.done_at).is_(None), col(Task.kind).not_in(tasks.OUTSIDE))
            .order_by(col(Task.due_at))
            .limit(1)
        ).first()


@contextmanager
def clock_of(timeline: Timeline) -> Iterator[None]:
    """The whole program reads this clock; afterwards the system's again."""
    before = clock.source()
    clock.set_source(lambda: timeline.moment)
    try:
        yield
    finally:
        clock.set_source(before)


def do(db: Session, task: DueTask) -> None:
    """The same services that the jobs call."""
    if task.kind == EXPIRE_TASK:
        conduct.expire(db, task.subject_id)
    elif task.kind == interview_clock.DEADLINE_TASK:
        conduct.submit_when_time_is_up(db, task.subject_id)
    elif task.kind == tasks.GO_ON_TASK:  # no model is asked: what was prepared comes when its time is up
        deciding.go_on_without(db, task.subject_id)
    elif task.kind == conduct.GRADE_TASK:
        while question_id := grading.next_ungraded(db, task.subject_id):
            grading.grade_question(db, question_id)
            db.flush()
        model_grading.finish_embedded(db, task.subject_id)

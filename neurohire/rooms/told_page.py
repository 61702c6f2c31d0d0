"""What one page at an interview is told: the journal's entries in order, and the state when it changed."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from neurohire.auth.actors import Actor, CandidateGrant
from neurohire.broadcast import MISSED, Subscription
from neurohire.database import Database
from neurohire.errors import NotFound, Unavailable
from neurohire.events import Event
from neurohire.rooms.participants import REFUSED
from neurohire.rooms.text_line import Line, TextTransport
from neurohire.services import conduct, incidents, operations
from neurohire.services.journal import Entry

T = TypeVar("T")
AGAIN_SECONDS = 0.5
CANDIDATE_SEES = {
    "interview_started",
    "question_asked",
    "deciding_began",
    "follow_up_asked",
    "question_answered",
    "question_skipped",
    "all_questions_answered",
    "interview_submitted",
    "time_given_back",
    "extra_time_given",
    "interview_cancelled",
}
SPOKEN = {"recording_ended", "transcript_ready", "transcript_without_words", "transcript_given_up"}
CHANGES_STATE = CANDIDATE_SEES | SPOKEN | {"code_language", "consent_given", *incidents.FOUND}


class ToldPage(Line):
    """Follows the interview's topic from the page's hello on."""

    def __init__(
        self, database: Database, transport: TextTransport, who: CandidateGrant | Actor, interview_id: str
    ) -> None:
        super().__init__(transport)
        self.database, self.who, self.interview_id = database, who, interview_id
        self._sent = -1  # number of the last entry sent or passed over; -1 before hello
        self._telling = asyncio.Lock()
        self._showing = asyncio.Lock()  # a replay and what happens meanwhile keep their order

    async def _replay(self, since: int) -> None:
        async with self._showing:
            await self._catch_up(since)
        await self._send_state()

    async def _patiently(self, reading: Callable[[], Awaitable[T]]) -> T:
        """What is to be told is told when the database is back; the line stays open meanwhile."""
        while True:
            try:
                return await reading()
            except Unavailable:
                await asyncio.sleep(AGAIN_SECONDS)

    async def _catch_up(self, since: int) -> None:
        kinds = self._kinds(since)
        while True:
            replay = functools.partial(self.database.read, operations.replay, self.interview_id, since, kinds)
            entries, last = await self._patiently(replay)
            for entry in entries:
                await self._has_room()
                self._show(entry)
            since = self._sent = max(since, last)
            if kinds or not entries:
                return

    async def _listen(self, subscription: Subscription) -> None:
        async for happened in subscription:
            if happened is MISSED:
                await self._replay(max(0, self._sent))
            elif happened.kind == "entry":
                await self._new_entry(happened.data["entry"])
            elif happened.kind == "grant_ended":
                self._grant_ended(happened)
            elif happened.kind == "interview_changed" and self._sent >= 0:
                await self._replay(self._sent)
            else:
                await self._happened(happened)

    async def _happened(self, event: Event) -> None:
        """Something else on the interview's topic."""

    async def _new_entry(self, entry: Entry) -> None:
        if self._sent < 0:
            return  # hello brings it
        async with self._showing:
            if entry.seq == self._sent + 1:
                self._show(entry)
            elif entry.seq > self._sent:  # committed after one that is told later
                await self._catch_up(self._sent)
        if self._changes_state(entry.kind):
            await self._send_state()

    def _kinds(self, since: int) -> tuple[str, ...]:
        """What to look for in the journal after this number; empty: everything."""
        return tuple(sorted(CANDIDATE_SEES)) if isinstance(self.who, CandidateGrant) else ()

    def _may_see(self, entry: Entry) -> bool:
        return not isinstance(self.who, CandidateGrant) or entry.kind in CANDIDATE_SEES

    def _changes_state(self, kind: str) -> bool:
        return kind in CHANGES_STATE

    def _grant_ended(self, happened: Event) -> None:
        if isinstance(self.who, CandidateGrant) and happened.data["grant_id"] in (None, self.who.grant_id):
            self.close(REFUSED, "opened elsewhere")

    def _show(self, entry: Entry) -> None:
        self._sent = max(self._sent, entry.seq)
        if not self._may_see(entry):
            return
        self.send(
            {
                "type": "entry",
                "seq": entry.seq,
                "at": entry.at,
                "actor": entry.actor,
                "kind": entry.kind,
                "body": entry.body,
            }
        )

    async def _send_state(self) -> None:
        async with self._telling:  # a state read earlier is never told later
            state = await self._patiently(self._state)
            if state is None:
                return
            self.send({"type": "state", "state": state})

    async def _state(self) -> dict[str, Any] | None:
        view = await self._view()
        return None if view is None else view.model_dump(mode="json")

    async def _view(self) -> conduct.CandidateView | None:
        if not isinstance(self.who, CandidateGrant):
            return None
        try:
            return await self.database.read(conduct.view, self.who)
        except NotFound:
            return None

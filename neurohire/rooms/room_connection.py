"""One page at a live interview: what it may send and see follows from its seat, and from being let in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neurohire.auth.actors import Actor, CandidateGrant
from neurohire.broadcast import MISSED
from neurohire.errors import NotAllowed, NotFound
from neurohire.events import Event
from neurohire.rooms import run_relay, signaling
from neurohire.rooms.interview_connection import Connection
from neurohire.rooms.messages import Rate
from neurohire.rooms.participants import BAD_MESSAGE, NO_RIGHT, REMOVED
from neurohire.rooms.presence import PRESENCE, Present
from neurohire.rooms.text_line import TextTransport
from neurohire.services import room_access, room_entries, room_operations, room_view
from neurohire.services.journal import Entry
from neurohire.services.operations import Operation
from neurohire.services.room_access import Seat, Standing

if TYPE_CHECKING:
    from neurohire.rooms.interview_room import InterviewRooms


class RoomConnection(Connection):
    """Its `person` stands in the rooms' presence while the line is up, and some seconds longer."""

    def __init__(
        self,
        rooms: InterviewRooms,
        transport: TextTransport,
        who: CandidateGrant | Actor,
        interview_id: str,
        page: str,
        standing: Standing,
    ) -> None:
        super().__init__(rooms.database, rooms.documents, rooms.rate, transport, who, interview_id, page)
        self.rooms, self.standing = rooms, standing
        self.person: Present | None = None
        self._runs = run_relay.RunRelay()
        self._tells = self.send  # one object, by which presence knows this line
        self._is_removed = False
        self._signals = Rate(signaling.PER_SECOND)
        self._is_greeted = False
        self._early: dict[str, Any] | None = None  # came or went before its hello was answered

    async def run(self) -> None:
        presence = self.rooms.presence
        self.person = presence.enter(self.interview_id, self.standing, self.page, self._tells)
        try:
            await super().run()
        finally:
            self.rooms.calls.leave(self.interview_id, self, is_final=self._is_removed)
            presence.leave(self.interview_id, self.person, self._tells, self._is_removed)

    async def _store(self, operation: Operation) -> int:
        return await self.database.transact(
            room_operations.apply_once, self.who, self.interview_id, operation
        )

    async def _replay(self, since: int) -> None:
        await self._look_again()
        await super()._replay(since)
        self._send_presence()
        self._seat_in_call()
        self._is_greeted = True
        early, self._early = self._early, None
        if early is not None and not self.rooms.calls.receive(self.interview_id, self, early):
            self.close(BAD_MESSAGE, "not understood")

    async def _new_entry(self, entry: Entry) -> None:
        if entry.kind in room_entries.SEATING:
            await self._look_again()
        await super()._new_entry(entry)

    async def _happened(self, event: Event) -> None:
        if event.kind == PRESENCE:
            self._send_presence()
        elif event.kind == "seats_changed" or event is MISSED:
            await self._look_again()
        elif event.kind == "person_removed" and self._is_me(event.data["person"]):
            self._is_removed = True
            self.close(REMOVED, "removed")

    def _is_me(self, person: str) -> bool:
        """A removed candidate's page goes to the waiting room; of a colleague the page is closed."""
        return self.standing.seat is not Seat.CANDIDATE and person == self.standing.journal_name

    async def _look_again(self) -> None:
        """The seat as it is now; who has none any more is out."""
        try:
            found = await self._patiently(self._standing)
        except (NotFound, NotAllowed):
            found = None
        if found is None:
            return self.close(NO_RIGHT, "no right")
        was, self.standing = self.standing, found
        if self.person is not None:
            self.rooms.presence.move(self.interview_id, self.person, found)
        self._seat_in_call()
        if was.is_inside != found.is_inside:
            self._send_presence()

    def _seat_in_call(self) -> None:
        """The call hears of nobody before he is let in, and of nobody any more who is not."""
        if not self.standing.is_inside:
            self.rooms.calls.leave(self.interview_id, self, is_final=True)
        elif self._sent >= 0:
            self.rooms.calls.enter(self.interview_id, self, self.standing)

    def _bucket_of(self, message: Any) -> Rate:
        """Candidates of a connection come in bursts; they do not count against operations."""
        is_signal = isinstance(message, dict) and message.get("type") == "signal"
        return self._signals if is_signal else super()._bucket_of(message)

    def take_directly(self, message: dict[str, Any]) -> bool:
        if message.get("type") == run_relay.MESSAGE:
            here = self.rooms.presence.of(self.interview_id)
            return self._runs.take(message, self.standing, self.person, here)
        if message.get("type") != "signal":
            return super().take_directly(message)
        if self._is_greeted:
            return self.rooms.calls.receive(self.interview_id, self, message)
        # Signals overtake the hello, which waits for the database: nobody is refused for that. The page says
        # the rest again when it is welcome.
        if message.get("kind") in ("call_join", "call_leave"):
            self._early = message
        return True

    async def _standing(self) -> Standing | None:
        return await self.database.read(room_access.standing, self.who, self.interview_id)

    def _kinds(self, since: int) -> tuple[str, ...]:
        return room_entries.kinds_for(self.standing, since)

    def _may_see(self, entry: Entry) -> bool:
        return room_entries.may_see(self.standing, entry.kind, entry.actor)

    def _changes_state(self, kind: str) -> bool:
        return kind in room_entries.CHANGES

    async def _state(self) -> dict[str, Any] | None:
        try:
            return await self.database.read(room_view.view, self.who, self.interview_id)
        except (NotFound, NotAllowed):
            return None

    def _send_presence(self) -> None:
        """Who is here; at the door only whether an interviewer is."""
        if self._sent < 0:
            return  # hello brings it
        here = self.rooms.presence.of(self.interview_id)
        self.send(
            {
                "type": "presence",
                "here": [one.told() for one in here] if self.standing.is_inside else [],
                "interviewer_here": any(one.seat is Seat.INTERVIEWER for one in here),
            }
        )

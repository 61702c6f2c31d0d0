"""Who is at a live interview right now, in this process; told when somebody comes or, after a grace, goes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from neurohire.broadcast import Broadcast
from neurohire.events import Event
from neurohire.services.room_access import Seat, Standing

GRACE_SECONDS = 10.0  # a page that lost its line for a moment has not left
PRESENCE = "presence"  # kind of the event on `interview:ID`; data: change (joined, left, moved), id, seq


@dataclass(eq=False)
class Present:
    """One person: `session` is the nonce of the page load, `seq` rises with every newly come page."""

    journal_name: str
    seat: Seat
    name: str
    session: str
    seq: int
    is_inside: bool
    send: Callable[[dict[str, Any]], None]  # to this person's page; does nothing while the line is lost
    is_connected: bool = True
    leaving: asyncio.TimerHandle | None = None

    def told(self) -> dict[str, Any]:
        return {
            "id": self.journal_name,
            "seat": self.seat.value,
            "name": self.name,
            "session": self.session,
            "seq": self.seq,
            "is_inside": self.is_inside,
        }


class Presence:
    """Per interview the persons that are there; a newer page of a person takes the place of the older."""

    def __init__(self, broadcast: Broadcast, grace: float = GRACE_SECONDS) -> None:
        self.broadcast, self.grace = broadcast, grace
        self._rooms: dict[str, dict[str, Present]] = {}
        self._seq = 0

    def of(self, interview_id: str) -> list[Present]:
        """Everybody who is there or has just lost the line, in the order of coming."""
        return sorted(self._rooms.get(interview_id, {}).values(), key=lambda one: one.seq)

    def find(self, interview_id: str, journal_name: str) -> Present | None:
        return self._rooms.get(interview_id, {}).get(journal_name)

    def enter(
        self, interview_id: str, standing: Standing, session: str, send: Callable[[dict[str, Any]], None]
    ) -> Present:
        """A page has come. The same page again keeps its number and nobody is told."""
        room = self._rooms.setdefault(interview_id, {})
        known = room.get(standing.journal_name)
        if known is not None and known.session == session:
            self._stay(known)
            known.send, known.is_connected = send, True
            self.move(interview_id, known, standing)
            return known
        if known is not None:
            self._stay(known)
        person = Present(
            standing.journal_name,
            standing.seat,
            standing.name,
            session,
            self._next(),
            standing.is_inside,
            send,
        )
        room[standing.journal_name] = person
        self._tell(interview_id, "joined", person)
        return person

    def leave(
        self,
        interview_id: str,
        person: Present,
        send: Callable[[dict[str, Any]], None],
        at_once: bool = False,
    ) -> None:
        """This page's line is gone; the person is, unless the page comes back within the grace."""
        if person.send is not send or self.find(interview_id, person.journal_name) is not person:
            return  # another line or a newer page took over
        person.send, person.is_connected = _nowhere, False
        self._stay(person)
        if at_once or self.grace <= 0:
            self._gone(interview_id, person)
        else:
            loop = asyncio.get_running_loop()
            person.leaving = loop.call_later(self.grace, self._gone, interview_id, person)

    def move(self, interview_id: str, person: Present, standing: Standing) -> None:
        """Let in, put back, or given another seat."""
        if (person.is_inside, person.seat) != (standing.is_inside, standing.seat):
            person.is_inside, person.seat = standing.is_inside, standing.seat
            self._tell(interview_id, "moved", person)

    def close(self) -> None:
        """The server stops."""
        for room in self._rooms.values():
            for person in room.values():
                self._stay(person)
        self._rooms.clear()

    def _gone(self, interview_id: str, person: Present) -> None:
        room = self._rooms.get(interview_id, {})
        if room.get(person.journal_name) is not person:
            return
        del room[person.journal_name]
        if not room:
            del self._rooms[interview_id]
        self._tell(interview_id, "left", person)

    def _next(self) -> int:
        """Rises also over a restart of the server, so that whoever stayed is older than whoever comes."""
        self._seq = max(self._seq + 1, int(time.time() * 1000))
        return self._seq

    def _stay(self, person: Present) -> None:
        if person.leaving is not None:
            person.leaving.cancel()
            person.leaving = None

    def _tell(self, interview_id: str, change: str, person: Present) -> None:
        data = {"change": change, **person.told()}
        self.broadcast.publish(Event(f"interview:{interview_id}", PRESENCE, data))


def _nowhere(_message: dict[str, Any]) -> None:
    """The line is lost; who comes back is told anew."""

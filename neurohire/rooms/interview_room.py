"""All pages at interviews in this process: the newest page of a candidate writes, older ones are told."""

from __future__ import annotations

import asyncio

from neurohire.auth.actors import Actor, CandidateGrant
from neurohire.database import Database
from neurohire.rooms.interview_connection import Connection
from neurohire.rooms.participants import GOING_AWAY, REFUSED
from neurohire.rooms.presence import Presence
from neurohire.rooms.registry import DocumentRegistry
from neurohire.rooms.room_connection import RoomConnection
from neurohire.rooms.signaling import Calls
from neurohire.rooms.text_line import TextTransport
from neurohire.services import access, room_access
from neurohire.services.room_access import Standing


class InterviewRooms:
    """All operation sockets of this process."""

    def __init__(
        self,
        database: Database,
        documents: DocumentRegistry,
        messages_per_second: int = 30,
        calls: Calls | None = None,
    ) -> None:
        self.database, self.documents, self.rate = database, documents, messages_per_second
        self.calls = calls or Calls(lambda person: [])
        self.presence = Presence(database.broadcast)
        self.writers: dict[str, Connection] = {}  # per interview and person: the newest page
        self.connections: set[Connection] = set()

    async def serve(
        self,
        transport: TextTransport,
        who: CandidateGrant | Actor,
        interview_id: str,
        page: str,
        standing: Standing | None = None,
    ) -> None:
        """One socket from hello to its end; identity and right to enter were checked by the caller.

        With a `standing` it is a page at a live interview.
        """
        if standing is None:
            connection = Connection(
                self.database, self.documents, self.rate, transport, who, interview_id, page
            )
        else:
            connection = RoomConnection(self, transport, who, interview_id, page, standing)
        writer = f"{interview_id}/{who.journal_name}"
        if standing is not None or isinstance(who, CandidateGrant):
            self._replace_writer(writer, connection)
        self.connections.add(connection)
        try:
            await connection.run()
        finally:
            self.connections.discard(connection)
            if self.writers.get(writer) is connection:
                del self.writers[writer]

    def _replace_writer(self, writer: str, connection: Connection) -> None:
        """The newest page writes; the older one is told, unless it is the same page coming back."""
        older = self.writers.get(writer)
        self.writers[writer] = connection
        if older is not None:
            same = older.page == connection.page
            older.close(GOING_AWAY if same else REFUSED, "came back" if same else "opened in another tab")

    def has_candidate(self, interview_id: str) -> bool:
        """Whether the candidate's page has its line."""
        here = (one for one in self.connections if one.interview_id == interview_id)
        return any(isinstance(one.who, CandidateGrant) for one in here)

    async def close_all(self) -> None:
        """The server stops: pages reconnect by themselves."""
        self.presence.close()
        for connection in tuple(self.connections):
            connection.close(GOING_AWAY, "restart")
        await asyncio.sleep(0)


async def may_enter(database: Database, actor: Actor, interview_id: str) -> None:
    """Raise NotFound unless this account may follow the interview."""
    await database.read(access.interview, actor, interview_id)


async def standing(database: Database, who: CandidateGrant | Actor, interview_id: str) -> Standing | None:
    """Where this person stands at a live interview; None: it is one that a candidate takes alone."""
    return await database.read(room_access.standing, who, interview_id)

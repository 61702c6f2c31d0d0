"""A live interview under faults: its pages over the real sockets, and what must be true afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from pycrdt import Text
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire.database import Database
from neurohire.models.journal import JournalEntry
from neurohire.models.scorecards import Note
from neurohire.services import documents, journal
from neurohire.settings import get_settings
from tests.faults.candidate import Editor, ScriptedCandidate, cookie
from tests.live_server import LiveServer
from tests.rooms.live import Live, admit, make_room

NAMES = ("ana", "rita")


class Person:
    """One person's page: the line for operations and the shared text, which come back by themselves."""

    def __init__(self, url: str, live: Live, name: str, seed: int) -> None:
        header = cookie(get_settings().secret_key(), live.sessions[name])
        self.name = name
        self.line = ScriptedCandidate(url, live.interview_id, header, seed)
        socket = f"{url.replace('http', 'ws', 1)}/ws/documents/{live.interview_id}"
        self.editor = Editor(socket, url, {"cookie": header})
        self.typed: list[str] = []
        self.said: list[str] = []
        self.note = ""

    async def __aenter__(self) -> Person:
        await self.line.__aenter__()
        await self.editor.__aenter__()
        mark = f"<{self.name}>\n"
        await self.editor.edit(lambda text: text.insert(len(text), mark))
        await self.stored()
        self._staying = asyncio.ensure_future(self._stay())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._staying.cancel()
        await asyncio.gather(self._staying, return_exceptions=True)
        await self.editor.__aexit__()
        await self.line.__aexit__()

    async def _stay(self) -> None:
        while True:
            await self.editor.wait(lambda: self.editor.closed is not None, 3600)
            await self.editor.reopen()

    @property
    def is_connected(self) -> bool:
        return self.editor.closed is None and self.line.is_connected

    def told(self) -> str:
        editor = self.editor
        return (
            f"{self.name}: line {self.line.is_connected}, editor {editor.closed} {editor.socket.state.name}, "
            f"sent {editor.sent}, stored {editor.committed}, got {editor.updates}"
        )

    async def stored(self) -> None:
        """Until the server has said that every key press is stored."""
        editor = self.editor
        await editor.wait(lambda: editor.closed is None and 0 < editor.sent <= editor.committed, 90)

    async def type(self) -> None:
        """A word by single key presses, with a line or without, before the person's own mark."""
        word = f"{self.name}-{len(self.typed)}."
        self.typed.append(word)
        for letter in word:
            await self.editor.edit(lambda text, letter=letter: self._press(text, letter))  # type: ignore[misc]

    def _press(self, text: Text, letter: str) -> None:
        before, _, _ = str(text).partition(f"<{self.name}>")
        text.insert(len(before.encode()), letter)

    async def say(self) -> None:
        words = f"{self.name} says {len(self.said)}"
        self.said.append(words)
        await self.line.send("chat_sent", text=words, key=f"key-{self.name}-{len(self.said):04}")
        if self.name != "ana":
            self.note += f" {len(self.said)}"
            await self.line.send("note_draft", text=self.note)


class LiveStage:
    """The server with one live interview whose candidate is in the room."""

    def __init__(self, server: LiveServer, live: Live, database: Database, people: list[Person]) -> None:
        self.server, self.live, self.database, self.people = server, live, database, people

    async def is_back(self, seconds: float) -> None:
        """Everybody is connected and all see the same text."""
        try:
            async with asyncio.timeout(seconds):
                while not all(person.is_connected for person in self.people) or len(self.texts) > 1:
                    await asyncio.sleep(0.05)
        except TimeoutError:
            lines = [person.told() for person in self.people]
            raise AssertionError(f"not back after {seconds} s: {lines}, texts: {self.texts}") from None

    @property
    def texts(self) -> set[str]:
        return {str(person.editor.text) for person in self.people}

    async def settled(self) -> None:
        """All lines are up again, and everything is acknowledged and stored."""
        for person in self.people:
            await person.line.settled(90)
            await person.stored()

    def check(self) -> None:
        """0 acknowledged operations lost, 0 key presses lost, nothing twice."""
        self.database.run(_check_journal, self.live.interview_id, self.people)
        text = self.database.run(documents.text, self.live.interview_id)[0]
        for person in self.people:
            assert "".join(person.typed) in text
            assert str(person.editor.text) == text


def _check_journal(db: Session, interview_id: str, people: list[Person]) -> None:
    assert journal.verify(db, interview_id).broken_at is None
    rows = db.scalars(select(JournalEntry).where(col(JournalEntry.interview_id) == interview_id)).all()
    for person in people:
        line = person.line
        assert line.refused == []
        own = {row.client_seq: row.seq for row in rows if row.client_id == line.client_id}
        assert own == line.acknowledged, "acknowledged and not stored, or stored twice"
        said = [
            (journal.entry_of(row).body or {})["text"]
            for row in rows
            if row.client_id == line.client_id and row.kind == "chat_sent"
        ]
        assert said == person.said
        if person.note:
            kept = db.get(Note, (interview_id, line.state["me"]["id"].removeprefix("user:")))
            assert kept is not None
            assert kept.text == person.note


@asynccontextmanager
async def live_stage(
    folder: Path, url: Callable[[int], str] | None = None, names: tuple[str, ...] = NAMES
) -> AsyncIterator[LiveStage]:
    """`url`: from the port, where pages go instead. `names`: whose pages are open."""
    server = LiveServer(folder, SECRET=get_settings().secret_key())
    await server.start()
    database = Database(f"sqlite:///{server.data_dir / 'neurohire.db'}")
    try:
        live = database.run(make_room)[0]
        database.run(admit, live)
        address = url(server.port) if url else server.url
        people = [Person(address, live, name, number + 1) for number, name in enumerate(names)]
        async with AsyncExitStack() as stack:
            for person in people:
                await stack.enter_async_context(person)
            yield LiveStage(server, live, database, people)
    finally:
        database.close()
        server.kill()

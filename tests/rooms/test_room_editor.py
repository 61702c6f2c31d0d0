"""The shared document of a live interview over real sockets: who may come, write, and see what when."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest
from pycrdt import Text
from sqlalchemy import select
from sqlmodel import col
from websockets.asyncio.client import connect

from neurohire.models.answers import Document
from neurohire.models.interviews import InterviewQuestion
from neurohire.models.questions import Question
from neurohire.rooms.shared_text import rebuild
from neurohire.rooms.wire import step1_frame
from neurohire.services import documents, journal, room_access, room_editor
from neurohire.vocabulary import QuestionType
from tests.conftest import ORIGIN
from tests.rooms.client import Client
from tests.rooms.live import LiveRoom

CODE = "def first(text):\n    ...\n"


class Typist(Client):
    """A person of the room at its document; `settled` waits for the first answer or the refusal."""

    def __init__(self, room: LiveRoom, name: str, client_id: int | None = None) -> None:
        address = f"{room.url.replace('http', 'ws', 1)}/ws/documents/{room.live.interview_id}"
        super().__init__(address, name, client_id)
        self.url = self.url.split("?")[0] + ("?as=candidate" if name == "ana" else "?as=staff")
        self.headers = {"cookie": room.cookie(name), "origin": ORIGIN}

    async def __aenter__(self) -> Typist:
        self.socket = await connect(
            self.url, compression=None, max_size=None, additional_headers=self.headers
        )
        self.task = asyncio.ensure_future(self._listen())
        await self.send(step1_frame(self.doc.get_state()))
        await self.wait(lambda: self.updates > 0 or self.closed is not None)
        return self

    def file(self, root: str) -> Text:
        return self.doc.get(root, type=Text)

    async def types(self, words: str, root: str = "codemirror") -> None:
        for letter in words:
            await self.edit(lambda _, letter=letter: self.file(root).insert(len(self.file(root)), letter))


Enter = Callable[[str], Coroutine[Any, Any, Typist]]


@pytest.fixture
async def enter(room: LiveRoom) -> AsyncIterator[Enter]:
    async with AsyncExitStack() as stack:

        async def come(name: str) -> Typist:
            return await stack.enter_async_context(Typist(room, name))

        yield come


async def test_the_candidate_comes_only_when_let_in(room: LiveRoom, enter: Enter) -> None:
    assert (await enter("ana")).closed == 4403
    rita = await enter("rita")
    await rita.types("before")
    await rita.saved()
    await room.admit()
    ana = await enter("ana")
    assert ana.closed is None and str(ana.text) == "before"
    assert (await enter("stranger")).closed == 4403


async def test_candidate_and_interviewers_write_an_observer_reads(room: LiveRoom, enter: Enter) -> None:
    await room.admit()
    ana, rita, ben, olga = [await enter(name) for name in ("ana", "rita", "ben", "olga")]
    await asyncio.gather(ana.types("a" * 20), rita.types("r" * 20), ben.types("b" * 20))
    for one in (ana, rita, ben, olga):
        await one.wait(lambda one=one: len(one.text) == 60)
    assert str(ana.text) == str(rita.text) == str(ben.text) == str(olga.text)
    await olga.types("no")
    await olga.wait(lambda: olga.closed is not None)
    assert olga.closed == 4409
    await ana.saved()
    kept = await room.database.read(documents.text, room.live.interview_id)
    assert kept == str(ana.text) and "no" not in kept
    colours = {}
    for number, one in enumerate((ana, rita, ben)):
        await one.send_cursor(number + 1, 1, {"user": {"color": "#000000", "name": "Boss"}})
    await ana.wait(lambda: len(ana.names) == 3)
    colours = {state["user"]["color"] for state in ana.names.values()}
    assert len(colours) == 3 and {state["user"]["name"] for state in ana.names.values()} >= {"Ana Ruiz"}


async def test_put_back_or_over_ends_the_candidates_line_at_once(room: LiveRoom, enter: Enter) -> None:
    await room.admit()
    ana = await enter("ana")
    async with room.page("rita") as rita:
        await rita.hello()
        assert (await rita.send("put_back"))["type"] == "ack"
        await ana.wait(lambda: ana.closed is not None, 3)
        assert ana.closed == 4403 and (await enter("ana")).closed == 4403


async def test_after_the_end_everybody_only_reads(room: LiveRoom, enter: Enter) -> None:
    await room.admit()
    ben = await enter("ben")
    await ben.types("kept")
    await ben.saved()
    async with room.page("rita") as rita:
        await rita.hello()
        assert (await rita.send("complete_interview"))["type"] == "ack"
    again = await enter("rita")
    assert str(again.text) == "kept"
    await again.types("x")
    await again.wait(lambda: again.closed is not None)
    assert again.closed == 4409
    assert await room.database.read(documents.text, room.live.interview_id) == "kept"


async def test_files_are_typed_in_once_they_are_added(room: LiveRoom, enter: Enter) -> None:
    await room.admit()
    ana, ben = await enter("ana"), await enter("ben")
    async with room.page("ana") as page:
        await page.hello()
        assert (await page.send("add_file", name="util.py"))["type"] == "ack"
        ben.file("file-1")
        await ana.types("x = 1", "file-1")  # at once: no news may come too late
        await ben.wait(lambda: str(ben.file("file-1")) == "x = 1")
        assert (await page.send("remove_file", root="file-1"))["type"] == "ack"
        await ana.types("2", "file-1")  # as somebody offline would: it is kept, and nobody is thrown out
        await ana.saved()
        assert ana.closed is None
    await ben.types("?", "file-2")
    await ben.wait(lambda: ben.closed is not None)
    assert ben.closed == 4400
    assert await room.database.read(documents.text, room.live.interview_id, "file-1") == "x = 12"


async def test_a_questions_start_appears_for_all(room: LiveRoom, enter: Enter) -> None:
    await room.admit()
    ana = await enter("ana")
    ana.file("file-1")
    asked = Question(
        id="first-letter", type=QuestionType.CODING, skill="Python", languages=["Python"], starter=CODE,
        text="Write a function that finds the first letter.",
    )  # fmt: skip

    def show(db: Any) -> None:
        row = InterviewQuestion(
            interview_id=room.live.interview_id,
            place=8,
            question_id=asked.id,
            question=asked.model_dump(mode="json"),
        )
        db.add(row)
        db.flush()
        seated = room_access.seated(db, room.live.rita, room.live.interview_id)
        room_editor.open_for_question(db, seated, row, 1)

    await room.database.transact(show)
    await ana.wait(lambda: str(ana.file("file-1")) == CODE)


async def test_large_inserts_are_noted_by_the_server(room: LiveRoom, enter: Enter) -> None:
    await room.admit()
    ana = await enter("ana")
    await ana.edit(lambda text: text.insert(0, "p" * 300))
    await ana.edit(lambda text: text.insert(0, "q" * 900))
    async with asyncio.timeout(10):
        while not (found := [one for one in await room.entries() if one.kind == "large_insert_seen"]):
            await asyncio.sleep(0.05)
    body = found[0].body
    assert body and (len(found), found[0].actor) == (1, room.live.grant.journal_name)
    assert (body["size"], body["caught_up"], body["more"]) == (900, False, 1)
    async with room.page("ana") as page, room.page("rita") as staff:
        await page.hello()
        await staff.hello()
        assert "large_insert_seen" in staff.kinds() and "large_insert_seen" not in page.kinds()


async def test_focus_time_hides_the_work_from_the_first_key_on(room: LiveRoom, enter: Enter) -> None:
    await room.admit()
    ana, rita, olga = [await enter(name) for name in ("ana", "rita", "olga")]
    await ana.types("seen ")
    for one in (rita, olga):
        await one.wait(lambda one=one: str(one.text) == "seen ")
    before = rita.updates, olga.updates
    async with room.page("ana") as page, room.page("rita") as staff:
        await page.hello()
        await staff.hello()
        assert (await page.send("start_focus", minutes=5))["type"] == "ack"
        await ana.types("unseen")
        await ana.saved()
        assert (await staff.state(lambda s: s["focus"]["is_on"]))["focus"]["by"].startswith("candidate:")
        assert (rita.updates, olga.updates) == before
        assert (await enter("ben")).text.to_py() == "seen "
        assert [page.updates for page in (rita, olga)] == list(before)
        assert await history(room, "rita") == "seen "
        assert (await staff.send("end_focus", reason="Time to talk"))["type"] == "ack"
        ended = await page.entry("focus_ended")
        assert ended["body"] == {"reason": "Time to talk", "by": "interviewer"}
        for one in (rita, olga):
            await one.wait(lambda one=one: str(one.text) == "seen unseen")
    assert await history(room, "rita") == "seen unseen"


async def history(room: LiveRoom, name: str) -> str:
    """The text that the playback ends with, in pages of three."""
    address = f"/api/v1/interviews/{room.live.interview_id}/documents/{room.live.interview_id}/history"
    updates, after = [], 0
    async with httpx.AsyncClient(base_url=room.url, headers={"cookie": room.cookie(name)}) as http:
        while after is not None:
            page = (await http.get(address, params={"after": after, "limit": 3})).json()
            updates += [base64.b64decode(update) for _, _, update in page["updates"]]
            after = page["next"]
    return rebuild(updates).read()


async def test_the_history_is_for_those_who_see_the_interview(room: LiveRoom, enter: Enter) -> None:
    rita = await enter("rita")
    await rita.types("seven k")
    await rita.saved()
    address = f"/api/v1/interviews/{room.live.interview_id}/documents/{room.live.interview_id}/history"
    seen = {}
    async with httpx.AsyncClient(base_url=room.url) as http:
        for name in ("rita", "olga", "stranger", "ana"):
            seen[name] = (await http.get(address, headers={"cookie": room.cookie(name)})).status_code
        page = (await http.get(address, headers={"cookie": room.cookie("rita")})).json()
        foreign = address.replace(f"documents/{room.live.interview_id}", "documents/other")
        seen["other"] = (await http.get(foreign, headers={"cookie": room.cookie("rita")})).status_code
    assert seen == {"rita": 200, "olga": 200, "stranger": 404, "ana": 401, "other": 404}
    assert [who for _, who, _ in page["updates"]] == [room.live.rita.journal_name] * 7
    assert page["next"] is None and page["people"][room.live.rita.journal_name]
    assert page["files"] == [
        {"root": "codemirror", "name": "main.py", "language": "Python", "is_removed": False}
    ]


async def test_the_document_is_made_once_however_many_come_first(room: LiveRoom, enter: Enter) -> None:
    await asyncio.gather(*(enter(name) for name in ("rita", "ben", "olga")))

    def made(db: Any) -> int:
        return len(
            db.scalars(select(Document).where(col(Document.interview_id) == room.live.interview_id)).all()
        )

    assert await room.database.read(made) == 1
    assert (await room.database.read(journal.verify, room.live.interview_id)).broken_at is None

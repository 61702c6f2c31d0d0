"""Server of the editor's browser test: a page, a file that keeps all, an operation socket in miniature."""

from __future__ import annotations

import asyncio
import hashlib
import json
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path

import uvicorn
from fastapi import FastAPI, Request, WebSocket, WebSocketDisconnect
from nicegui import ui
from starlette.middleware.sessions import SessionMiddleware

from components.code_editor import CodeEditor
from neurohire.rooms.document_store import UpdateRow
from neurohire.rooms.participants import Participant
from neurohire.rooms.registry import DocumentRegistry
from tests.rooms.tiny_app import SocketTransport


class FileStore:
    """The document store on SQLite; also the operations and the chunks of the test."""

    def __init__(self, path: Path) -> None:
        self.put_off: set[object] = set()
        self.db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self.db.executescript(
            "pragma journal_mode=wal; pragma synchronous=full;"
            "create table if not exists updates(id integer primary key, document, actor, data blob);"
            "create table if not exists operations(id integer primary key, client text, seq int, kind text,"
            " body text, unique(client, seq));"
            "create table if not exists chunks(path text primary key, sha256 text);"
        )

    async def load(self, document_id: str) -> list[bytes]:
        rows = self.db.execute("select data from updates where document=? order by id", (document_id,))
        return [row[0] for row in rows]

    async def authored(self, document_id: str) -> list[tuple[str, bytes]]:
        rows = self.db.execute("select actor, data from updates where document=? order by id", (document_id,))
        return [(str(actor), bytes(data)) for actor, data in rows]

    async def append(self, document_id: str, rows: Sequence[UpdateRow]) -> None:
        self.db.execute("begin")
        for actor, update in ((row.actor, update) for row in rows for update in row.updates):
            values = (document_id, actor, update)
            self.db.execute("insert into updates(document, actor, data) values (?, ?, ?)", values)
        self.db.execute("commit")

    async def snapshot(self, document_id: str, state: bytes) -> None:
        """Not needed here: load() reads every row."""


def create_app(folder: Path) -> FastAPI:
    store = FileStore(folder / "test.db")
    registry = DocumentRegistry(store)
    app = FastAPI()
    app.add_middleware(SessionMiddleware, secret_key="only for this test, 32 characters")

    @app.websocket("/ws/documents/{document_id}")
    async def document(socket: WebSocket, document_id: str) -> None:
        await socket.accept()
        person = socket.cookies.get("person", "nobody")
        who = Participant(person, person.title(), "#1565c0", person != "eve")
        await registry.serve(document_id, SocketTransport(socket), who)

    @app.websocket("/ws/interviews/{interview_id}")
    async def operations(socket: WebSocket, interview_id: str) -> None:
        await socket.accept()
        try:
            while True:
                await answer(socket, await socket.receive_json(), store)
        except WebSocketDisconnect:
            return

    @app.put("/chunks/{recording}/{take}/{seq}")
    async def chunk(recording: str, take: str, seq: int, request: Request) -> dict[str, bool]:
        digest = hashlib.sha256(await request.body()).hexdigest()
        assert digest == request.headers["x-content-sha256"]
        path = f"{recording}/{take}/{seq}"
        store.db.execute("insert or ignore into chunks values (?, ?)", (path, digest))
        return {"ok": True}

    @app.get("/state")
    async def state() -> dict[str, object]:
        operations = store.db.execute("select kind, body from operations order by id").fetchall()
        chunks = [row[0] for row in store.db.execute("select path from chunks order by rowid")]
        return {"text": await registry.text("d1"), "operations": operations, "chunks": chunks}

    @app.post("/seed")
    async def seed(text: str) -> bool:
        return await registry.seed("d1", text)

    register_page()
    ui.run_with(app, tailwind=False, reconnect_timeout=5, show_welcome_message=False)
    return app


async def answer(socket: WebSocket, message: dict[str, object], store: FileStore) -> None:
    if message["type"] == "ping":
        await socket.send_json({"type": "pong", "at": 1_900_000_000_000})
    elif message["type"] == "op" and message["kind"] == "close_me":
        await socket.close(message["body"]["code"])  # type: ignore[index]
    elif message["type"] == "op" and message["kind"] == "be_silent":
        await asyncio.sleep(3600)
    elif (
        message["type"] == "op" and message["kind"] == "later" and message["client_seq"] not in store.put_off
    ):
        store.put_off.add(message["client_seq"])
        await socket.send_json({"type": "retry", "client_seq": message["client_seq"]})
    elif message["type"] == "op" and message["kind"] == "refuse_me":
        seq = message["client_seq"]
        await socket.send_json({"type": "refused", "client_seq": seq, "code": "no", "message": "Not now."})
    elif message["type"] == "op":
        values = (message["client_id"], message["client_seq"], message["kind"], json.dumps(message["body"]))
        store.db.execute(
            "insert or ignore into operations(client, seq, kind, body) values (?, ?, ?, ?)", values
        )
        await socket.send_json({"type": "ack", "client_seq": message["client_seq"], "seq": 1})


def register_page() -> None:
    @ui.page("/", reconnect_timeout=5)
    def page(person: str = "ana", policy: str = "recorded", language: str = "python") -> None:
        ui.element("nh-banner").props["interview"] = "i1"
        ui.element("nh-saved").props["interview"] = "i1"
        status = ui.label().props("id=status")
        clipboard = ui.label().props("id=clipboard")
        CodeEditor(
            "d1", language, person=person, read_only=person == "eve", clipboard_policy=policy,  # type: ignore[arg-type]
            on_status=lambda it: status.set_text(it["state"]),
            on_clipboard=lambda it: clipboard.set_text(f"{it['kind']} {it['length']}"),
        ).style("height: 300px")  # fmt: skip
        ui.element("button").props("id=after")


async def serve(folder: Path, port: int) -> None:
    config = uvicorn.Config(
        create_app(folder), host="127.0.0.1", port=port, log_level="warning", ws="websockets-sansio",
        ws_per_message_deflate=False, ws_max_size=1_100_000, timeout_graceful_shutdown=1,
    )  # fmt: skip
    await uvicorn.Server(config).serve()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2])))

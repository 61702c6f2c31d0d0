"""The stand-in over HTTP: chat, responses, speech and transcription, with a record of every call."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from neurohire.stand_in import ear, thinking, voice
from neurohire.stand_in.behaviour import Behaviour, Call, Fault, Step
from neurohire.stand_in.forms import SentForm, read_form
from neurohire.stand_in.wire import chat, chat_stream, responses, responses_stream

NAME = "stand-in, not for use"
SPEECH, TRANSCRIPTION = "/v1/audio/speech", "/v1/audio/transcriptions"
PATHS = ("/v1/chat/completions", "/v1/responses", SPEECH, TRANSCRIPTION)
STATUS = {Fault.BUSY: 429, Fault.ERROR: 500, Fault.WRONG_KEY: 401}
HANG_SECONDS = 120.0
PIECE = 1 << 16


class StandIn(ThreadingHTTPServer):
    """Serves until `shutdown`; `behaviour` may be changed at any time."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int = 0, behaviour: Behaviour | None = None) -> None:
        self.behaviour = behaviour or Behaviour()
        self.is_closing = False
        super().__init__(("127.0.0.1", port), _Handler)

    @property
    def url(self) -> str:
        """What NEUROHIRE_MODEL_BASE_URL is to be."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def shutdown(self) -> None:
        self.is_closing = True  # lets go of those who hang
        super().shutdown()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Callers that go away in the middle are what time-outs are tested with."""


class _Handler(BaseHTTPRequestHandler):
    server: StandIn
    protocol_version = "HTTP/1.1"
    server_version = "stand-in"

    def do_GET(self) -> None:
        if self.path == "/v1/models":
            self._json(
                200, {"object": "list", "data": [{"id": "stand-in", "object": "model", "owned_by": NAME}]}
            )
        elif self.path == "/calls":
            self._json(200, [vars(call) for call in self.server.behaviour.calls])
        else:
            self._json(404, {"error": {"message": NAME}})

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers.get("content-length") or 0))
        if self.path not in PATHS:
            self._json(404, {"error": {"message": NAME}})
            return
        body = _read(self.path, self.headers.get("content-type", ""), sent)
        if body is None:
            self._json(400, {"error": {"message": "This is not in the form asked for."}})
            return
        behaviour = self.server.behaviour
        behaviour.entered()
        try:
            step = behaviour.next(
                Call(
                    path=self.path,
                    body=body.recorded if isinstance(body, SentForm) else body,
                    authorization=self.headers.get("authorization", ""),
                    retry=self.headers.get("x-stainless-retry-count", ""),
                )
            )
            self._pause(step.delay)
            self._act(step, body)
        finally:
            behaviour.left()

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: what is sent here may be personal."""

    def _act(self, step: Step, body: dict[str, Any] | SentForm) -> None:
        if step.fault in STATUS:
            self._json(STATUS[step.fault], {"error": {"message": "as told", "type": step.fault.value}})
        elif step.fault is Fault.HANG:
            self._pause(HANG_SECONDS)
        elif step.fault is Fault.REDIRECT:
            self._send(307, b"", "text/plain", {"location": "http://127.0.0.1:9/v1/elsewhere"})
        elif step.fault is Fault.HTML:
            self._send(200, b"<html><body>Sign in to the network</body></html>", "text/html")
        elif step.fault is Fault.HUGE:
            self._endless()
        elif isinstance(body, SentForm):
            self._bytes(step, ear.transcribed(body.fields, body.file, self.server.behaviour, step.fault))
        elif self.path == SPEECH:
            self._bytes(step, voice.spoken(body, step.fault))
        elif step.fault is Fault.NO_CHOICES:
            self._json(
                200,
                {
                    "id": "x",
                    "object": "chat.completion",
                    "created": 1,
                    "model": "x",
                    "choices": [],
                    "output": [],
                },
            )
        else:
            self._answer(step, body)

    def _bytes(self, step: Step, answer: tuple[int, bytes, str]) -> None:
        status, data, kind = answer
        if step.fault is Fault.DRIP:
            self._drip(data, kind)
        else:
            self._send(status, data, kind)

    def _answer(self, step: Step, body: dict[str, Any]) -> None:
        is_chat = self.path.endswith("/chat/completions")
        text = _text(step, body, self.server.behaviour.obeys)
        if step.fault is Fault.DRIP:
            self._drip(json.dumps((chat if is_chat else responses)(body, text, step.fault)).encode())
        elif body.get("stream"):
            events = (chat_stream if is_chat else responses_stream)(body, text, step.fault)
            self._stream(events)
        else:
            self._json(200, (chat if is_chat else responses)(body, text, step.fault))

    def _json(self, status: int, value: Any) -> None:
        self._send(status, json.dumps(value).encode(), "application/json")

    def _send(self, status: int, body: bytes, kind: str, headers: dict[str, str] | None = None) -> None:
        self._head(status, kind, {"content-length": str(len(body)), **(headers or {})})
        self.wfile.write(body)

    def _head(self, status: int, kind: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"content-type": kind, "x-stand-in": NAME, **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def _stream(self, events: Iterator[str]) -> None:
        self.close_connection = True
        self._head(200, "text/event-stream", {"connection": "close"})
        for event in events:
            self.wfile.write(event.encode())
            self.wfile.flush()

    def _drip(self, body: bytes, kind: str = "application/json") -> None:
        self._head(200, kind, {"content-length": str(len(body))})
        for byte in body:
            self.wfile.write(bytes([byte]))
            self._pause(0.2)
            if self.server.is_closing:
                return

    def _endless(self) -> None:
        self.close_connection = True
        is_speech = self.path == SPEECH
        self._head(200, voice.KIND if is_speech else "application/json", {"connection": "close"})
        self.wfile.write(b"RIFF\xff\xff\xff\x7fWAVE" if is_speech else b" ")  # begins as it should
        while not self.server.is_closing:
            self.wfile.write(b" " * PIECE)

    def _pause(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.server.is_closing and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.05))


def _read(path: str, content_type: str, sent: bytes) -> dict[str, Any] | SentForm | None:
    """What was sent, in the form that belongs to the path."""
    if path == TRANSCRIPTION:
        return read_form(content_type, sent)
    try:
        body = json.loads(sent or b"{}")
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _text(step: Step, body: dict[str, Any], obeys: bool) -> str:
    """What the model says."""
    if step.text is not None:
        return step.text
    if step.fault is Fault.EMPTY:
        return ""
    if step.fault is Fault.WRONG_SHAPE:
        return '{"something": ["else"], "points": 11}'
    schema = _schema(body)
    messages = body.get("messages") or body.get("input") or []
    if schema is None or not isinstance(messages, list):
        return f"This is the {NAME}."
    text = json.dumps(thinking.answer(messages, schema, obeys=obeys), ensure_ascii=False)
    return text[: len(text) // 2] if step.fault in (Fault.TRUNCATE, Fault.BROKEN_JSON) else text


def _schema(body: dict[str, Any]) -> dict[str, Any] | None:
    chat_form = (body.get("response_format") or {}).get("json_schema") or {}
    responses_form = (body.get("text") or {}).get("format") or {}
    found: dict[str, Any] | None = chat_form.get("schema") or responses_form.get("schema")
    return found

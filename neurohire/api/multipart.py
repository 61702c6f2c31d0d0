"""A multipart request read as a stream: fields in memory, files on disk, each file measured by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from neurohire.errors import DomainError, Rejected
from neurohire.media_store import MediaStore

MAX_HEADERS = 8 * 1024


@dataclass
class FilePart:
    """A received file; `path` is None when it was larger than the limit (the rest was read and dropped)."""

    name: str
    field: str
    path: Path | None
    refusal: str = ""


@dataclass
class Form:
    """What came: text fields by name (the last wins), files in order."""

    fields: dict[str, str] = field(default_factory=dict)
    files: list[FilePart] = field(default_factory=list)

    def discard(self, media: MediaStore) -> None:
        """Remove what was not taken in."""
        for part in self.files:
            if part.path is not None:
                media.discard(part.path)


class FormReader:
    """Drives the push parser and hands each file's bytes to the media store."""

    def __init__(self, media: MediaStore, *, file_bytes: int, field_bytes: int, most_files: int) -> None:
        self.media, self.file_bytes, self.field_bytes = media, file_bytes, field_bytes
        self.most_files = most_files
        self.form = Form()
        self._events: list[tuple[str, bytes]] = []

    async def read(self, request: Request) -> Form:
        """The whole form; Rejected when it can't be one. Nothing stays on disk then."""
        kind, options = parse_options_header(request.headers.get("content-type", ""))
        boundary = options.get(b"boundary", b"")
        if kind != b"multipart/form-data" or not boundary:
            raise Rejected("Please send multipart/form-data.", code="not_multipart")
        try:
            await self._consume(request, boundary)
        except BaseException:
            self.form.discard(self.media)
            raise
        return self.form

    async def _consume(self, request: Request, boundary: bytes) -> None:
        names = ("part_begin", "header_field", "header_value", "header_end", "part_data", "part_end", "end")
        callbacks = {f"on_{name}": self._note(name) for name in names}
        parser = MultipartParser(boundary, callbacks)  # type: ignore[arg-type]
        part: Part | None = None
        ended = False
        async for chunk in request.stream():
            try:
                parser.write(chunk)
            except Exception as error:
                raise Rejected("This form is broken. Please send it again.", code="bad_form") from error
            events, self._events = self._events, []
            for name, data in events:
                ended = ended or name == "end"
                part = await self._handle(part, name, data)
        if not ended:
            raise Rejected("This form is not complete. Please send it again.", code="bad_form")

    def _note(self, name: str) -> object:
        def note(data: bytes = b"", start: int = 0, end: int = 0) -> None:
            self._events.append((name, data[start:end]))

        return note

    async def _handle(self, part: Part | None, name: str, data: bytes) -> Part | None:
        if name == "part_begin":
            return Part()
        if part is None:
            return None
        if name == "part_data":
            await self._data(part, data)
        elif name == "part_end":
            await self._end(part)
            return None
        else:
            part.header(name, data)
        return part

    async def _data(self, part: Part, data: bytes) -> None:
        if not part.is_file:
            part.text += data
            if len(part.text) > self.field_bytes:
                raise Rejected("A field of this form is too long.", code="too_long")
            return
        if part.receiving is None:
            if len(self.form.files) >= self.most_files:
                raise Rejected(f"Please send at most {self.most_files} files at once.", code="too_many_files")
            part.receiving = asyncio.create_task(self.media.receive(part.chunks(), self.file_bytes))
            self.form.files.append(FilePart(part.file_name, part.field_name, None))
        if not part.receiving.done():
            await part.put(data)

    async def _end(self, part: Part) -> None:
        if not part.is_file:
            self.form.fields[part.field_name] = part.text.decode("utf-8", "replace")
            return
        if part.receiving is None:
            await self._data(part, b"")  # an empty file
        await part.put(None)
        assert part.receiving is not None
        try:
            self.form.files[-1].path = await part.receiving
        except Rejected as refusal:
            self.form.files[-1].refusal = refusal.message
        except DomainError:
            raise


class Part:
    """One part on its way: its headers, then text or a stream of bytes."""

    def __init__(self) -> None:
        self.text = b""
        self.receiving: asyncio.Task[Path] | None = None
        self._headers: dict[bytes, bytes] = {}
        self._name = self._value = b""
        self._queue: asyncio.Queue[bytes | None] = asyncio.Queue(8)

    def header(self, name: str, data: bytes) -> None:
        if name == "header_field":
            self._name += data
        elif name == "header_value":
            self._value += data
        elif name == "header_end":
            self._headers[self._name.lower()] = self._value
            self._name = self._value = b""
        if len(self._name) + len(self._value) > MAX_HEADERS:
            raise Rejected("This form is broken. Please send it again.", code="bad_form")

    @property
    def _disposition(self) -> dict[bytes, bytes]:
        return parse_options_header(self._headers.get(b"content-disposition", b""))[1]

    @property
    def field_name(self) -> str:
        return self._disposition.get(b"name", b"").decode("utf-8", "replace")

    @property
    def is_file(self) -> bool:
        return b"filename" in self._disposition

    @property
    def file_name(self) -> str:
        return self._disposition.get(b"filename", b"").decode("utf-8", "replace")

    async def put(self, data: bytes | None) -> None:
        """Hand on a piece; stops waiting when the store has refused the file."""
        receiving = self.receiving
        if receiving is None or receiving.done():
            return
        putting = asyncio.ensure_future(self._queue.put(data))
        await asyncio.wait({putting, receiving}, return_when=asyncio.FIRST_COMPLETED)
        putting.cancel()

    async def chunks(self) -> AsyncIterator[bytes]:
        while (piece := await self._queue.get()) is not None:
            yield piece

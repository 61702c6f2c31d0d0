"""Pieces of a recording as they come, and all of them as one file, or a part of it, as they go."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from fastapi.responses import Response, StreamingResponse

from neurohire.api import ranges
from neurohire.errors import NotFound
from neurohire.media_store import StoredFile
from neurohire.speech.joined import JoinedFile
from neurohire.state import AppState

BLOCK = 64 * 1024


def measured(received: Path) -> StoredFile:
    """Digest and size of what has come, before it is kept."""
    data = received.read_bytes()
    return StoredFile(hashlib.sha256(data).hexdigest(), len(data))


async def joined(
    state: AppState,
    media_type: str,
    addresses: Sequence[str],
    byte_range: str,
    headers: dict[str, str] | None = None,
) -> Response:
    """NotFound when there is none; a player that begins anywhere asks for a range."""
    if not addresses:
        raise NotFound()
    file = await asyncio.to_thread(JoinedFile, [state.media.path(address) for address in addresses])
    headers = {"Accept-Ranges": "bytes"} | (headers or {})
    try:
        part = ranges.asked(byte_range, file.size)
    except ranges.NotSatisfiable as error:
        file.close()
        return Response(status_code=416, headers=headers | {"Content-Range": f"bytes */{error.size}"})
    if part is not None:
        headers["Content-Range"] = part.header(file.size)
        file.seek(part.first)
    length = part.length if part else file.size
    headers["Content-Length"] = str(length)
    status = 206 if part else 200
    return StreamingResponse(_stream(file, length), status, headers, media_type)


async def _stream(file: JoinedFile, length: int) -> AsyncIterator[bytes]:
    with file:
        while length > 0 and (block := await asyncio.to_thread(file.read, min(BLOCK, length))):
            length -= len(block)
            yield block

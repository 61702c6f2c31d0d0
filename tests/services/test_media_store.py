"""Stored files: whole or not at all, within their limit, at addresses nobody can bend."""

from __future__ import annotations

import errno
import hashlib
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NoReturn

import pytest

from neurohire.errors import NotFound, Rejected, Unavailable
from neurohire.media_store import MediaStore


@pytest.fixture
def store(tmp_path: Path) -> MediaStore:
    return MediaStore(tmp_path / "media", min_free_mb=0)


async def _chunks(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


def _incoming(store: MediaStore) -> list[Path]:
    return list((store.root / "incoming").iterdir())


def _full(*_: object, **__: object) -> NoReturn:
    raise OSError(errno.ENOSPC, "No space left on device")


async def test_what_is_received_is_found_at_its_digest(store: MediaStore):
    received = await store.receive(_chunks(b"ab", b"c"), 3)
    stored = store.keep(received)
    assert stored.sha256 == hashlib.sha256(b"abc").hexdigest()
    assert store.path(stored.sha256).read_bytes() == b"abc"
    assert store.put(b"abc") == stored
    assert _incoming(store) == []
    store.remove(stored.sha256)
    with pytest.raises(NotFound):
        store.path(stored.sha256)


async def test_too_large_leaves_nothing(store: MediaStore):
    with pytest.raises(Rejected) as refused:
        await store.receive(_chunks(b"ab", b"cd"), 3)
    assert refused.value.code == "too_large"
    assert _incoming(store) == []


async def test_a_broken_upload_leaves_nothing(store: MediaStore):
    async def broken() -> AsyncIterator[bytes]:
        yield b"half"
        raise ConnectionAbortedError

    with pytest.raises(Unavailable):
        await store.receive(broken(), 100)
    assert _incoming(store) == []


async def test_a_full_disk_is_told_and_leaves_nothing(store: MediaStore, monkeypatch: pytest.MonkeyPatch):
    received = await store.receive(_chunks(b"abc"), 3)
    monkeypatch.setattr(os, "fsync", _full)
    with pytest.raises(Unavailable) as kept:
        store.keep(received)
    with pytest.raises(Unavailable):
        store.put(b"more")
    assert kept.value.code == "disk_full"
    assert _incoming(store) == []
    monkeypatch.setattr("tempfile.mkstemp", _full)
    with pytest.raises(Unavailable):
        await store.receive(_chunks(b"abc"), 3)


async def test_with_little_room_nothing_is_taken_in(tmp_path: Path):
    store = MediaStore(tmp_path / "media", min_free_mb=10**9)
    with pytest.raises(Unavailable) as refused:
        await store.receive(_chunks(b"abc"), 3)
    assert refused.value.code == "disk_full"


@pytest.mark.parametrize("address", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 63 + "/"])
def test_only_a_digest_is_an_address(store: MediaStore, address: str):
    with pytest.raises(NotFound):
        store.path(address)
    with pytest.raises(NotFound):
        store.remove(address)


def test_what_a_killed_server_left_is_removed_in_time(store: MediaStore):
    old, new = store.root / "incoming" / "old", store.root / "incoming" / "new"
    old.write_bytes(b"half")
    new.write_bytes(b"half")
    os.utime(old, (time.time() - 7200,) * 2)
    MediaStore(store.root)
    assert _incoming(store) == [new]

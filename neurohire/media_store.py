"""Every stored file: content-addressed in a local folder; a file's address is its SHA-256."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from neurohire.errors import NotFound, Rejected, Unavailable

BLOCK = 64 * 1024
ABANDONED_SECONDS = 3600  # what a killed server was just receiving


@contextmanager
def _full_disk_told() -> Iterator[None]:
    """For people one sentence, whatever the system said."""
    try:
        yield
    except OSError as error:
        raise Unavailable(
            "The server could not store the file. Please try again.", code="disk_full"
        ) from error


@dataclass(frozen=True)
class StoredFile:
    sha256: str
    size: int


class MediaStore:
    """Write-once files under `root/ab/cdef…`; written to a temporary name, synced, then renamed."""

    def __init__(self, root: Path, min_free_mb: int = 100) -> None:
        self.root = root
        self._placing = threading.Lock()
        self.keep_free(min_free_mb)
        (root / "incoming").mkdir(parents=True, exist_ok=True)
        self._remove_abandoned()

    def keep_free(self, megabytes: int) -> None:
        """Below this much free disk nothing more is taken in."""
        self.min_free = megabytes * 1024 * 1024

    def free_bytes(self) -> int:
        return shutil.disk_usage(self.root).free

    def check_space(self) -> None:
        """Raise Unavailable(disk_full) before the disk is really full, so that answers still fit."""
        if self.free_bytes() < self.min_free:
            raise Unavailable(
                "The server has no room for files right now. Nothing is lost; please tell your admin.",
                code="disk_full",
            )

    async def receive(self, chunks: AsyncIterator[bytes], limit: int) -> Path:
        """Stream into a temporary file; more than `limit` bytes is refused and nothing stays.

        The caller moves it on with `keep` or removes it with `discard`.
        """
        self.check_space()
        with _full_disk_told():
            path, size = self._new(), 0
            try:
                with path.open("wb") as file:
                    async for chunk in chunks:
                        size += len(chunk)
                        if size > limit:
                            raise Rejected(
                                f"This file is larger than {limit // 1024 // 1024} MiB. "
                                "Please send a smaller one.",
                                code="too_large",
                            )
                        file.write(chunk)
            except BaseException:
                path.unlink(missing_ok=True)
                raise
        return path

    def keep(self, incoming: Path) -> StoredFile:
        """Move a received file to its address; nothing stays where it was, even if that fails."""
        with _full_disk_told():
            try:
                digest, size = hashlib.sha256(), incoming.stat().st_size
                with incoming.open("r+b") as file:
                    while block := file.read(BLOCK):
                        digest.update(block)
                    os.fsync(file.fileno())
                target = self._address(digest.hexdigest())
                target.parent.mkdir(parents=True, exist_ok=True)
                with self._placing:
                    incoming.replace(target)
            finally:
                incoming.unlink(missing_ok=True)
        return StoredFile(digest.hexdigest(), size)

    def discard(self, incoming: Path) -> None:
        incoming.unlink(missing_ok=True)

    def put(self, data: bytes) -> StoredFile:
        """Store bytes that are already in memory (audio chunks, made speech)."""
        self.check_space()
        with _full_disk_told():
            path = self._new()
            try:
                path.write_bytes(data)
            except OSError:
                path.unlink(missing_ok=True)
                raise
        return self.keep(path)

    def path(self, sha256: str) -> Path:
        """Where a stored file is; NotFound when it is gone."""
        path = self._address(sha256)
        if not path.is_file():
            raise NotFound()
        return path

    def has(self, sha256: str) -> bool:
        """Whether it is still there."""
        return self._address(sha256).is_file()

    def remove(self, sha256: str) -> None:
        self._address(sha256).unlink(missing_ok=True)

    def remove_older(self, sha256: str, before: datetime) -> bool:
        """Remove it unless the same bytes were stored since `before`; whether it is gone."""
        path = self._address(sha256)
        with self._placing, suppress(FileNotFoundError):
            if path.stat().st_mtime >= before.timestamp():
                return False
            path.unlink()
        return True

    def _new(self) -> Path:
        descriptor, name = tempfile.mkstemp(dir=self.root / "incoming")
        os.close(descriptor)
        return Path(name)

    def _remove_abandoned(self) -> None:
        for path in (self.root / "incoming").iterdir():
            with suppress(OSError):
                if path.stat().st_mtime < time.time() - ABANDONED_SECONDS:
                    path.unlink()

    def _address(self, sha256: str) -> Path:
        if len(sha256) != 64 or not all(c in "0123456789abcdef" for c in sha256):
            raise NotFound()
        return self.root / sha256[:2] / sha256[2:]

"""Files written into a new or empty folder: all or none, nothing overwritten, for their owner only."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from neurohire.errors import Rejected, Unavailable

PART = ".part"
NOT_EMPTY = "This folder is not empty. Please name a new or an empty one; nothing was written."
NO_FOLDER = "Nothing can be written there. Please name a folder that can be made or written to."


class NewFolder:
    """Files get their names only when all are complete."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.names, self.done = folder, list[str](), list[Path]()

    @contextmanager
    def file(self, name: str) -> Iterator[TextIO]:
        """A file to write to, open for its owner only from the first byte on."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        descriptor = os.open(self.folder / f"{name}{PART}", flags, 0o600)
        self.names.append(name)
        with open(descriptor, "w", encoding="utf-8", newline="\n") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())

    def finish(self) -> None:
        for name in self.names:
            part = self.folder / f"{name}{PART}"
            os.link(part, self.folder / name)  # unlike a rename it never takes another file's place
            self.done.append(self.folder / name)
            part.unlink()

    def give_up(self) -> None:
        for left in (*self.done, *(self.folder / f"{name}{PART}" for name in self.names)):
            left.unlink(missing_ok=True)


@contextmanager
def new_folder(folder: Path) -> Iterator[NewFolder]:
    """Rejected when something is in it already; Unavailable when the disk says no."""
    is_made = _make(folder)
    found = NewFolder(folder)
    try:
        yield found
        found.finish()
    except BaseException as error:
        found.give_up()
        if is_made:
            with suppress(OSError):
                folder.rmdir()
        if isinstance(error, OSError):
            raise Unavailable(
                "The files could not be written; nothing was kept.", code="disk_full"
            ) from error
        raise


def _make(folder: Path) -> bool:
    """Whether it had to be made."""
    try:
        if folder.exists():
            if not folder.is_dir() or any(folder.iterdir()):
                raise Rejected(NOT_EMPTY, code="not_empty")
            return False
        folder.mkdir(parents=True, mode=0o700)
    except OSError as error:
        raise Rejected(NO_FOLDER, code="no_folder") from error
    return True

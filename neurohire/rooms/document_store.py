"""Where a document's updates are kept, and the twin that keeps them in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from neurohire.services.bursts import SIZE, parted


class UpdateRow(NamedTuple):
    """One edit: when, by whom, and the Yjs update itself; or several of the same moment, then with sizes."""

    at: datetime
    actor: str
    update: bytes
    sizes: bytes | None = None

    @property
    def updates(self) -> list[bytes]:
        return parted(self.update, self.sizes)

    @property
    def how_many(self) -> int:
        return len(self.sizes) // SIZE if self.sizes else 1


class DocumentStore(Protocol):
    """Every method returns only after the commit; a failure raises and nothing was stored."""

    async def load(self, document_id: str) -> list[bytes]:
        """The latest snapshot, if any, then every update appended after it, in order."""
        ...

    async def authored(self, document_id: str) -> list[tuple[str, bytes]]:
        """Who edited, and how his first update begins, of every row ever appended."""
        ...

    async def append(self, document_id: str, rows: Sequence[UpdateRow]) -> None:
        """Adds rows in this order, all or none. Applying one twice does no harm."""
        ...

    async def snapshot(self, document_id: str, state: bytes) -> None:
        """`state` holds at least all rows appended so far. Rows stay, for the replay."""
        ...


class MemoryDocumentStore:
    """The twin for tests: same promises, gone with the process."""

    def __init__(self) -> None:
        self.rows: dict[str, list[UpdateRow]] = {}
        self.snapshots: dict[str, tuple[int, bytes]] = {}

    async def load(self, document_id: str) -> list[bytes]:
        covered, state = self.snapshots.get(document_id, (0, b""))
        later = [row.update for row in self.rows.get(document_id, [])[covered:]]
        return [state, *later] if state else later

    async def authored(self, document_id: str) -> list[tuple[str, bytes]]:
        return [(row.actor, row.update) for row in self.rows.get(document_id, [])]

    async def append(self, document_id: str, rows: Sequence[UpdateRow]) -> None:
        kept = self.rows.setdefault(document_id, [])
        kept += [UpdateRow(row.at, row.actor, update) for row in rows for update in row.updates]

    async def snapshot(self, document_id: str, state: bytes) -> None:
        self.snapshots[document_id] = (len(self.rows.get(document_id, [])), state)

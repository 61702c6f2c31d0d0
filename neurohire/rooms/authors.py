"""Whose Yjs client ids are whose: Yjs believes whatever id an edit names, the room does not.

An id belongs to the first person who shows a cursor or edits with it, also after a restart. Only a page
that comes back after a crash may bring what others wrote and the server lost, and only until their own
pages have been heard; else a forged edit would take the place of what its owner types next.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from .document_facts import SEEDS
from .wire import BadMessage, Reader


class Authors:
    """The owners of one document's client ids."""

    def __init__(self) -> None:
        self.owners: dict[int, str] = {}
        self.heard: set[int] = set()  # whose own pages have told all they have
        self.is_complete = False  # nothing was lost before this room was loaded

    def owns(self, person: str, clients: Iterable[int]) -> bool:
        """Whether all these are his; one that nobody had is his from now on."""
        owners = self.owners
        return all(client < SEEDS and owners.setdefault(client, person) == person for client in clients)

    def are(self, person: str, clients: Iterable[int]) -> bool:
        """Whether all these are his already."""
        return all(self.owners.get(client) == person for client in clients)

    def may_bring(self, person: str, clients: Iterable[int]) -> bool:
        """Whether a page that comes back may hold edits by these ids that the server has not."""
        return all(self._may_bring(person, client) for client in clients)

    def _may_bring(self, person: str, client: int) -> bool:
        if client >= SEEDS:
            return False
        owner = self.owners.get(client)
        if self.is_complete and owner is None:
            self.owners[client] = person  # typed while he was offline
            return True
        return owner == person or not (self.is_complete or client in self.heard)


def owners_in(history: Iterable[tuple[str, bytes]]) -> dict[int, str]:
    """By (person, beginning of the first update) of every stored row: who edited most with each id.

    Not who did first: that may be one who brought back what the server had lost.
    """
    found: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for person, update in history:
        client = sole_author(update)
        if client is not None and client < SEEDS:
            found[client][person] += 1
    return {client: people.most_common(1)[0][0] for client, people in found.items()}


def sole_author(update: bytes) -> int | None:
    """The one client id whose edits these are."""
    reader = Reader(update)
    try:
        if reader.uint() != 1:
            return None
        reader.uint()
        return reader.uint()
    except BadMessage:
        return None


def beyond(ends: dict[int, int], clocks: dict[int, int]) -> Sequence[int]:
    """Ids of which an update that ends there knows more than a document that stands at these clocks."""
    return [client for client, end in ends.items() if end > clocks.get(client, 0)]

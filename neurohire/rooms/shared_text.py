"""The Yjs document of a room, kept usable when an update breaks the Rust library under it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from pycrdt import Doc, Text

from .document_facts import FIRST_SEED
from .wire import Reader

log = logging.getLogger(__name__)

MAIN_ROOT = "codemirror"
T = TypeVar("T")


class Broken(Exception):
    """The library panicked: this document must never be touched again, not even to read it."""


def guarded(work: Callable[[], T]) -> T:
    """Rust panics arrive as a BaseException without a public class: turn them into Broken."""
    try:
        return work()
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise Broken from None
        raise


class SharedText:
    """One document: named texts, the first called `codemirror`."""

    def __init__(self, roots: Iterable[str] = (MAIN_ROOT,)) -> None:
        self.doc: Doc[Text] = Doc()
        self.texts: dict[str, Text] = {}
        for root in roots:
            self.add_root(root)

    def add_root(self, root: str) -> None:
        if root not in self.texts:
            self.texts[root] = self.doc.get(root, type=Text)

    def apply(self, update: bytes) -> None:
        try:
            self.doc.apply_update(update)
        except BaseException as error:
            if type(error).__name__ == "PanicException":
                raise Broken from None
            raise

    def state(self) -> bytes:
        return guarded(self.doc.get_state)

    def has_written(self, client: int) -> bool:
        """Whether anything in the document came from this Yjs client id."""
        return client in self.clocks()

    def clocks(self) -> dict[int, int]:
        """How far the document knows each Yjs client."""
        reader = Reader(self.state())
        return {reader.uint(): reader.uint() for _ in range(reader.uint())}

    def everything(self) -> bytes:
        return guarded(self.doc.get_update)

    def since(self, state: bytes) -> bytes:
        return guarded(lambda: self.doc.get_update(state))

    def read(self, root: str = MAIN_ROOT) -> str:
        text = self.texts.get(root)
        return "" if text is None else guarded(lambda: str(text))

    def would_change(self, update: bytes) -> bool:
        """Tried on a copy, which is thrown away."""
        probe: Doc[Text] = Doc()
        changes: list[bytes] = []

        def trial() -> None:
            probe.apply_update(self.doc.get_update())
            subscription = probe.observe(lambda event: changes.append(event.update))
            probe.apply_update(update)
            probe.unobserve(subscription)

        guarded(trial)
        return bool(changes)


def rebuild(updates: Sequence[bytes], roots: Iterable[str] = (MAIN_ROOT,)) -> SharedText:
    """A fresh document from stored updates; one that breaks it is left out and logged."""
    names, good = tuple(roots), list(updates)
    while True:
        shared = SharedText(names)
        for place, update in enumerate(good):
            try:
                shared.apply(update)
            except (Broken, ValueError):
                log.error("a stored update cannot be read and is left out", extra={"bytes": len(update)})
                del good[place]
                break
        else:
            return shared


def starter_update(text: str, root: str = MAIN_ROOT, client: int = FIRST_SEED) -> bytes:
    """Always the same bytes for the same text, so that seeding twice by accident cannot double it."""
    doc: Doc[Text] = Doc(client_id=client)
    content = doc.get(root, type=Text)
    content.insert(0, text)
    return doc.get_update()

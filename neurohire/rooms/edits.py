"""Takes the edits of a document's visitors in: judged, refused or applied, kept and told to the others."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from neurohire.services.bursts import joined

from .audience import Audience
from .authors import Authors, beyond
from .channel import merged
from .document_state import DocumentState
from .document_store import UpdateRow
from .participants import REFUSED, TOO_LARGE
from .shared_text import Broken
from .updates import Judged, UnknownRoot, ends, judge, judge_all
from .visits import Visit
from .wire import EMPTY_UPDATE, BadMessage

LARGE_MESSAGE = 16 * 1024  # judged in a thread, so that others go on typing
FEW = 4  # are looked at one by one when something about one of them is special


@dataclass(frozen=True)
class LargeInsert:
    """A fact for the proctoring rules: one insert of many characters.

    `caught_up`: it came with a reconnect, where the browser joins what was typed while it was offline.
    """

    document_id: str
    actor: str
    size: int
    at: datetime
    caught_up: bool


class Edits:
    """The way in; `learn_files` is asked when an edit names a file that is not known yet."""

    def __init__(
        self,
        state: DocumentState,
        audience: Audience,
        authors: Authors,
        learn_files: Callable[[], Awaitable[None]],
        on_large_insert: Callable[[LargeInsert], None] | None,
    ) -> None:
        self.state, self.audience, self.authors = state, audience, authors
        self.learn_files, self.on_large_insert = learn_files, on_large_insert
        self.limits = state.limits

    async def take_all(self, visit: Visit, updates: list[bytes]) -> None:
        """At once what has nothing special about it; the rest one by one, up to what ends the visit."""
        if len(updates) > 1 and self.state.usable.is_set() and await self._are_plain(visit, updates):
            self._accept_all(visit, updates)
        elif len(updates) > FEW and sum(map(len, updates)) < LARGE_MESSAGE:  # quickly judged again
            middle = len(updates) // 2
            for some in (updates[:middle], updates[middle:]):
                if visit.channel.ending is None:
                    await self.take_all(visit, some)
        else:
            for update in updates:
                if visit.channel.ending is None:
                    await self.take(visit, update, False)

    async def _are_plain(self, visit: Visit, updates: list[bytes]) -> bool:
        state, size = self.state, sum(map(len, updates))
        roots = state.shared.texts
        try:
            judged = judge_all(updates, roots)
        except BadMessage:
            return False
        if state.grown + size > self.limits.document_bytes or state.logged + size > self.limits.log_bytes:
            return False
        if judged.largest_insert >= self.limits.large_insert:
            return False
        return (
            self.authors.owns(visit.who.id, judged.clients)
            and await visit.who.may_write()
            and state.usable.is_set()
        )

    def _accept_all(self, visit: Visit, updates: list[bytes]) -> None:
        """The history keeps each; document and readers get fewer that say the same."""
        state, fewer = self.state, merged(updates)
        try:
            for update in fewer:
                state.shared.apply(update)
        except ValueError:  # the first of them may be in the document already, but nobody was told
            raise Broken from None
        visit.received += len(updates)
        data, sizes = joined(updates)
        state.grown, state.logged = state.grown + len(data), state.logged + len(data)
        state.log.rows.append(UpdateRow(state.now(), visit.who.id, data, sizes))
        state.log.touch()
        self.audience.tell(fewer, visit)

    async def take(self, visit: Visit, update: bytes, caught_up: bool) -> None:
        """One edit; or with a reconnect all that a page has and we have not."""
        try:
            await self._take(visit, update, caught_up)
        finally:  # counted only now: what is counted when a batch is cut is acknowledged once that is stored
            visit.received += 1
            self.state.log.touch()

    async def _take(self, visit: Visit, update: bytes, caught_up: bool) -> None:
        state, who = self.state, visit.who
        if update == EMPTY_UPDATE:
            return self._has_caught_up(visit) if caught_up else None
        try:
            judged = await self._judged(update)
        except UnknownRoot:  # perhaps a file that was added a moment ago
            await self.learn_files()
            judged = await self._judged(update)
        writes = who.can_write
        if writes is not True and not (writes is not False and await who.may_write()):
            # A browser repeats its deletions at every reconnect: only what is new is refused.
            if not caught_up or state.shared.would_change(update):
                visit.channel.end(REFUSED, "read-only")
            return
        if not state.usable.is_set():
            await state.usable.wait()
        if not self._is_his(visit, update, judged, caught_up):
            return
        if not state.has_space(len(update)):
            visit.channel.end(TOO_LARGE, "document too large")
            return
        state.add(update, who.id)
        self.audience.tell((update,), visit)
        if caught_up:
            self._has_caught_up(visit)
        if judged.largest_insert >= self.limits.large_insert and self.on_large_insert is not None:
            size, at = judged.largest_insert, state.now()
            self.on_large_insert(LargeInsert(state.document_id, who.id, size, at, caught_up))

    async def _judged(self, update: bytes) -> Judged:
        roots = self.state.shared.texts
        if len(update) < LARGE_MESSAGE:
            return judge(update, roots)
        return await asyncio.to_thread(judge, update, frozenset(roots))

    def _is_his(self, visit: Visit, update: bytes, judged: Judged, caught_up: bool) -> bool:
        """Refuses an edit in another person's name; one that everybody knows is only passed over."""
        person, shared = visit.who.id, self.state.shared
        if caught_up:
            if self.authors.are(person, judged.clients):
                return True
            news = beyond(ends(update, shared.texts), shared.clocks())
            if self.authors.may_bring(person, news):
                return True
        elif self.authors.owns(person, judged.clients):
            return True
        elif not shared.would_change(update):  # a second tab repeats it
            return False
        visit.channel.end(REFUSED, "another person's edit")
        return False

    def _has_caught_up(self, visit: Visit) -> None:
        """What others bring under this page's client id can no longer be what the server lost."""
        visit.has_caught_up = True
        if visit.client is not None:
            self.authors.heard.add(visit.client)

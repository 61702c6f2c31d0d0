"""One shared document in memory: who is in it, what they may do, what they are told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from neurohire.services.bursts import joined

from .awareness import Awareness
from .channel import Channel, Frames, merged
from .document_facts import SEEDS, DocumentFacts, FileSeed, FocusOver, FocusTime, NoFacts
from .document_store import DocumentStore, UpdateRow
from .held_back import HeldBack
from .limits import DocumentLimits
from .participants import REFUSED, TOO_LARGE, Participant
from .shared_text import MAIN_ROOT, Broken, SharedText, rebuild, starter_update
from .update_log import UpdateLog
from .updates import Judged, UnknownRoot, judge, judge_state
from .wire import (
    AWARENESS,
    EMPTY_UPDATE,
    STEP1,
    STEP2,
    SYNC,
    UPDATE,
    BadMessage,
    Reader,
    committed_frame,
    step1_frame,
    step2_frame,
    sync_payload,
)

log = logging.getLogger(__name__)

EDIT = bytes((SYNC, UPDATE))
LARGE_MESSAGE = 16 * 1024  # judged in a thread, so that others go on typing


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


class Visit:
    """One connection of one participant to one document."""

    def __init__(self, who: Participant, channel: Channel) -> None:
        self.who, self.channel = who, channel
        self.client: int | None = None  # its Yjs client id, bound by its first awareness message
        self.received = self.reported = 0  # edit messages


class DocumentRoom:
    """Everything that happens to one document; used on the event loop only."""

    def __init__(
        self,
        document_id: str,
        store: DocumentStore,
        limits: DocumentLimits,
        now: Callable[[], datetime],
        on_large_insert: Callable[[LargeInsert], None] | None = None,
        facts: DocumentFacts | None = None,
    ) -> None:
        self.document_id, self.store, self.limits, self.now = document_id, store, limits, now
        self.on_large_insert, self.facts = on_large_insert, facts or NoFacts()
        self.shared = SharedText()
        self.visits: set[Visit] = set()
        self.told = self.visits  # who gets edits and cursors: in focus time fewer
        self.held: HeldBack | None = None
        self.last_focus: FocusTime | None = None
        self.awareness = Awareness()
        self.frames = Frames()
        self.log = UpdateLog(document_id, store, limits.save_every, self._batch)
        self.owners: dict[int, str] = {}  # whose Yjs client id this is, by the first edit with it
        self.usable = asyncio.Event()
        self.recovery: asyncio.Task[None] | None = None
        self.following: asyncio.Task[None] | None = None
        self.grown = self.logged = self.snapshot_at = 0

    async def load(self) -> None:
        updates = await self.store.load(self.document_id)
        self.shared = rebuild(updates, self.shared.texts)
        self.grown = len(self.shared.everything())
        self.usable.set()
        self.following = asyncio.ensure_future(self._follow())

    async def _follow(self) -> None:
        """Focus time must begin before the candidate hears that it did; files before they are typed in."""
        async for news in self.facts.news(self.document_id):
            try:
                if isinstance(news, FocusTime):
                    self.hold_back(news)
                elif isinstance(news, FocusOver):
                    self.release()
                else:
                    await self.look_up()
            except Exception:
                log.exception("news of a document were lost", extra={"document": self.document_id})

    def close(self) -> None:
        """Nobody is here any more and all is stored."""
        if self.following is not None:
            self.following.cancel()
        if self.held is not None:
            self.held.end()

    def allow_roots(self, roots: Iterable[str]) -> None:
        for root in roots:
            self.shared.add_root(root)

    async def look_up(self) -> None:
        """What the database says of files and focus time; what happens later is told by events."""
        files, focus = await self.facts.now(self.document_id)
        self.learn(files)
        if focus is not None and self.held is None:
            await self.log.flush()
            before = await self.facts.until(self.document_id, focus.since)
            self.hold_back(focus, rebuild(before, tuple(self.shared.texts)))

    def learn(self, files: Iterable[FileSeed]) -> None:
        """Files may be edited from now on; a starter text is written once, always as the same bytes."""
        for file in files:
            self.shared.add_root(file.root)
            if file.starter and self.usable.is_set() and not self.shared.has_written(file.seed):
                update = starter_update(file.starter, file.root, file.seed)
                self.grown += len(update)
                self._accept(None, update, "server")
                self.log.touch()

    def enter(self, visit: Visit) -> None:
        self.visits.add(visit)
        if not self._is_hidden_from(visit):
            self.told.add(visit)
        visit.channel.push_answer("state", lambda: step1_frame(self._shown_to(visit).state()))
        visit.channel.push_answer("committed", lambda: self._committed(visit, 0))
        if visit in self.told:
            for client in self.awareness.states:
                visit.channel.push_state(client, self.awareness.frame(client))

    def leave(self, visit: Visit) -> None:
        self.visits.discard(visit)
        self.told.discard(visit)
        if visit.client in self.awareness.states:
            client = visit.client
            self._tell_state(client, self.awareness.gone(client))
        if self.log.rows:
            self.log.save_now()

    async def receive(self, visit: Visit, message: bytes) -> None:
        """One message of one participant; a BadMessage or Broken ends his visit, not the room."""
        if len(message) < 2:
            raise BadMessage("empty")
        if not self.usable.is_set():
            await self.usable.wait()
        kind = message[0]
        if kind == SYNC and message[1] == STEP1:
            state = sync_payload(message)
            judge_state(state)
            visit.channel.push_answer("document", lambda: step2_frame(self._shown_to(visit).since(state)))
        elif kind == SYNC and message[1] in (STEP2, UPDATE):
            await self._edit(visit, sync_payload(message), message[1] == STEP2)
        elif kind == AWARENESS:
            self._take_awareness(visit, message)
        else:
            raise BadMessage("unknown kind")

    async def receive_all(self, visit: Visit, messages: list[bytes]) -> None:
        """Messages that came together; edits among them cost less so."""
        burst: list[bytes] = []
        for message in messages:
            if message[:2] == EDIT and len(message) < LARGE_MESSAGE and len(messages) > 1:
                burst.append(sync_payload(message))
                continue
            if burst:
                await self._edit_all(visit, burst)
                burst = []
            if visit.channel.ending is None:
                await self.receive(visit, message)
        if burst:
            await self._edit_all(visit, burst)

    async def _edit_all(self, visit: Visit, updates: list[bytes]) -> None:
        """At once when nothing about them is special; else one by one, up to the one that ends the visit."""
        if len(updates) > 1 and self.usable.is_set() and await self._are_plain(visit, updates):
            self._accept_all(visit, updates)
            return
        for update in updates:
            if visit.channel.ending is None:
                await self._edit(visit, update, False)

    async def _are_plain(self, visit: Visit, updates: list[bytes]) -> bool:
        who, roots, size = visit.who, self.shared.texts, sum(map(len, updates))
        try:
            judged = [judge(update, roots) for update in updates]
        except BadMessage:
            return False
        if self.grown + size > self.limits.document_bytes or self.logged + size > self.limits.log_bytes:
            return False
        if max(one.largest_insert for one in judged) >= self.limits.large_insert:
            return False
        return (
            all(self._owns(who, clients) for clients in {one.clients for one in judged})
            and await who.may_write()
            and self.usable.is_set()
        )

    def _accept_all(self, visit: Visit, updates: list[bytes]) -> None:
        """The history keeps each; document and readers get fewer that say the same."""
        fewer = merged(updates)
        try:
            for update in fewer:
                self.shared.apply(update)
        except ValueError:  # the first of them may be in the document already, but nobody was told
            raise Broken from None
        visit.received += len(updates)
        data, sizes = joined(updates)
        self.grown, self.logged = self.grown + len(data), self.logged + len(data)
        self.log.rows.append(UpdateRow(self.now(), visit.who.id, data, sizes))
        self.log.touch()
        for other in self.told:
            if other is not visit:
                for update in fewer:
                    other.channel.push_update(update)

    async def _edit(self, visit: Visit, update: bytes, caught_up: bool) -> None:
        visit.received += 1
        self.log.touch()
        if update == EMPTY_UPDATE:
            return
        who = visit.who
        try:
            judged = await self._judged(update)
        except UnknownRoot:  # perhaps a file that was added a moment ago
            self.learn((await self.facts.now(self.document_id)).files)
            judged = await self._judged(update)
        writes = who.can_write
        if writes is not True and not (writes is not False and await who.may_write()):
            # A browser repeats its deletions at every reconnect: only what is new is refused.
            if not caught_up or self.shared.would_change(update):
                visit.channel.end(REFUSED, "read-only")
            return
        if not self.usable.is_set():
            await self.usable.wait()
        if not caught_up and not self._owns(who, judged.clients):
            if self.shared.would_change(update):  # else a second tab repeats what everybody knows
                visit.channel.end(REFUSED, "another person's edit")
            return
        if not self._has_space(update):
            visit.channel.end(TOO_LARGE, "document too large")
            return
        self._accept(visit, update)
        if judged.largest_insert >= self.limits.large_insert and self.on_large_insert is not None:
            size, at = judged.largest_insert, self.now()
            self.on_large_insert(LargeInsert(self.document_id, who.id, size, at, caught_up))

    async def _judged(self, update: bytes) -> Judged:
        roots = self.shared.texts
        if len(update) < LARGE_MESSAGE:
            return judge(update, roots)
        return await asyncio.to_thread(judge, update, frozenset(roots))

    def _owns(self, who: Participant, clients: tuple[int, ...]) -> bool:
        """Yjs believes whatever client id an edit names; the first who uses one keeps it."""
        return all(client < SEEDS and self.owners.setdefault(client, who.id) == who.id for client in clients)

    def _accept(self, visit: Visit | None, update: bytes, actor: str = "") -> None:
        self.shared.apply(update)
        self.log.rows.append(UpdateRow(self.now(), visit.who.id if visit else actor, update))
        for other in self.told:
            if other is not visit:
                other.channel.push_update(update)

    def _has_space(self, update: bytes) -> bool:
        """The true size is asked for only when the sum of what came in says it may be reached."""
        size = len(update)
        self.logged += size
        self.grown += size
        if self.logged > self.limits.log_bytes:
            return False
        if self.grown > self.limits.document_bytes:
            self.grown = len(self.shared.everything()) + size
            return self.grown <= self.limits.document_bytes
        return True

    async def seed(self, text: str, root: str = MAIN_ROOT) -> bool:
        if self.grown > len(EMPTY_UPDATE) or self.log.unsaved:
            return False
        self.allow_roots([root])
        update = starter_update(text, root)
        self.grown += len(update)
        self._accept(None, update, "server")
        return await self.log.flush()

    # -- focus time ---------------------------------------------------------------

    def hold_back(self, focus: FocusTime, frozen: SharedText | None = None) -> None:
        """Watchers keep what they see now (or saw when the time began) until it is over."""
        if self.held is not None or focus == self.last_focus or focus.until <= self.now():
            return
        if frozen is None:
            seen = [self.shared.everything()] if self.usable.is_set() else []
            frozen = rebuild(seen, tuple(self.shared.texts))
        self.held, self.last_focus = HeldBack(focus, frozen, self.now(), self.release), focus
        self.told = {visit for visit in self.visits if not visit.who.is_watcher}

    def release(self) -> None:
        """What was held back is shown at once."""
        if self.held is None:
            return
        held, self.held = self.held, None
        held.end()
        for visit in self.visits - self.told:
            visit.channel.push_answer("document", lambda: step2_frame(self._sound().since(held.state)))
            for client in self.awareness.states:
                visit.channel.push_state(client, self.awareness.frame(client))
        self.told = self.visits

    def _is_hidden_from(self, visit: Visit) -> bool:
        return self.held is not None and visit.who.is_watcher

    def _shown_to(self, visit: Visit) -> SharedText:
        if self.held is not None and visit.who.is_watcher:
            return self.held.frozen
        return self._sound()

    # -- what others are told -------------------------------------------------

    def _take_awareness(self, visit: Visit, message: bytes) -> None:
        reader = Reader(message, 1)
        data = reader.buffer()
        visit.client, changed = self.awareness.take(data, visit.client, visit.who)
        if changed is None:
            return
        if self.awareness.states[changed][1] is None:
            visit.client = None
            frame = self.awareness.gone(changed)
        else:
            frame = self.awareness.frame(changed)
        self._tell_state(changed, frame)
        if visit not in self.told:
            visit.channel.push_state(changed, frame)

    def _tell_state(self, client: int, frame: bytes) -> None:
        for visit in self.told:  # the sender too: his browser takes silence for a lost connection
            visit.channel.push_state(client, frame)

    def _batch(self) -> Callable[[], None]:
        """What to report once the rows cut off now are stored."""
        marks = [(visit, visit.received) for visit in self.visits if visit.received != visit.reported]
        if not marks or not self.usable.is_set():
            return lambda: None
        try:
            state = self.shared.state()
        except Broken:
            self.start_recovery()
            return lambda: None

        def report() -> None:
            for visit, count in marks:
                visit.reported = count
                frame = committed_frame(count, self.held.state if self._is_hidden_from(visit) else state)  # type: ignore[union-attr]
                visit.channel.push_answer("committed", lambda frame=frame: frame)  # type: ignore[misc]

        return report

    def _committed(self, visit: Visit, count: int) -> bytes:
        return committed_frame(max(count, visit.reported), self._shown_to(visit).state())

    # -- keeping it -------------------------------------------------------------

    def _sound(self) -> SharedText:
        if not self.usable.is_set():
            raise Broken
        return self.shared

    def start_recovery(self) -> None:
        """The library broke: nobody touches that document again; a new one is made."""
        if self.usable.is_set():
            self.usable.clear()
            log.error("an update broke a document; it is rebuilt", extra={"document": self.document_id})
            self.recovery = asyncio.ensure_future(self._recover(tuple(self.shared.texts)))

    async def _recover(self, roots: tuple[str, ...]) -> None:
        while True:
            try:
                await self.log.flush()
                stored = await self.store.load(self.document_id)
                break
            except Exception:
                log.exception("a broken document cannot be loaded yet")
                await asyncio.sleep(1)
        unsaved = [update for row in self.log.unsaved for update in row.updates]
        self.shared = rebuild([*stored, *unsaved], roots)
        self.usable.set()
        self.log.touch()

    async def snapshot(self) -> None:
        if self.usable.is_set() and self.log.stored - self.snapshot_at >= self.limits.snapshot_after:
            state, stored = self.shared.everything(), self.log.stored
            await self.store.snapshot(self.document_id, state)
            self.snapshot_at = stored

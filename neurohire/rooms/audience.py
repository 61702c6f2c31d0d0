"""Who is at a document and what each is told: edits and cursors, in focus time only to some."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from .authors import Authors
from .awareness import Awareness
from .channel import Frames
from .document_facts import FocusTime
from .document_state import DocumentState
from .held_back import HeldBack
from .shared_text import Broken, SharedText, rebuild
from .visits import Visit
from .wire import Reader, committed_frame, step1_frame, step2_frame


class Audience:
    """The visits of one document; used on the event loop only."""

    def __init__(self, authors: Authors, now: Callable[[], datetime]) -> None:
        self.authors, self.now = authors, now
        self.state: DocumentState  # set by the room: each of the two needs the other
        self.visits: set[Visit] = set()
        self.told = self.visits  # who gets edits and cursors: in focus time fewer
        self.held: HeldBack | None = None
        self.last_focus: FocusTime | None = None
        self.awareness = Awareness()
        self.frames = Frames()

    def enter(self, visit: Visit) -> None:
        self.visits.add(visit)
        if not self._is_hidden_from(visit):
            self.told.add(visit)
        visit.channel.push_answer("state", lambda: step1_frame(self.shown_to(visit).state()))
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

    def tell(self, updates: Iterable[bytes], besides: Visit | None) -> None:
        for visit in self.told:
            if visit is not besides:
                for update in updates:
                    visit.channel.push_update(update)

    def answer(self, visit: Visit, state: bytes) -> None:
        """What this visitor may see beyond a state."""
        visit.channel.push_answer("document", lambda: step2_frame(self.shown_to(visit).since(state)))

    def take_awareness(self, visit: Visit, message: bytes) -> None:
        data = Reader(message, 1).buffer()
        visit.client, changed = self.awareness.take(data, visit.client, visit.who, self.authors)
        if changed is None:
            return
        if visit.has_caught_up:
            self.authors.heard.add(changed)
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

    # -- what is stored -----------------------------------------------------------

    def before_saving(self) -> Callable[[], None]:
        """What to report once the rows cut off now are stored."""
        marks = [(visit, visit.received) for visit in self.visits if visit.received != visit.reported]
        if not marks or not self.state.usable.is_set():
            return lambda: None
        try:
            state = self.state.shared.state()
        except Broken:
            self.state.start_recovery()
            return lambda: None

        def report() -> None:
            for visit, count in marks:
                visit.reported = count
                frame = committed_frame(count, self.held.state if self._is_hidden_from(visit) else state)  # type: ignore[union-attr]
                visit.channel.push_answer("committed", lambda frame=frame: frame)  # type: ignore[misc]

        return report

    def _committed(self, visit: Visit, count: int) -> bytes:
        return committed_frame(max(count, visit.reported), self.shown_to(visit).state())

    # -- focus time ---------------------------------------------------------------

    def hold_back(self, focus: FocusTime, frozen: SharedText | None = None) -> None:
        """Watchers keep what they see now (or saw when the time began) until it is over."""
        if self.held is not None or focus == self.last_focus or focus.until <= self.now():
            return
        if frozen is None:
            seen = [self.state.shared.everything()] if self.state.usable.is_set() else []
            frozen = rebuild(seen, tuple(self.state.shared.texts))
        self.held, self.last_focus = HeldBack(focus, frozen, self.now(), self.release), focus
        self.told = {visit for visit in self.visits if not visit.who.is_watcher}

    def release(self) -> None:
        """What was held back is shown at once."""
        if self.held is None:
            return
        held, self.held = self.held, None
        held.end()
        for visit in self.visits - self.told:
            visit.channel.push_answer("document", lambda: step2_frame(self.state.sound().since(held.state)))
            for client in self.awareness.states:
                visit.channel.push_state(client, self.awareness.frame(client))
        self.told = self.visits

    def _is_hidden_from(self, visit: Visit) -> bool:
        return self.held is not None and visit.who.is_watcher

    def shown_to(self, visit: Visit) -> SharedText:
        if self.held is not None and visit.who.is_watcher:
            return self.held.frozen
        return self.state.sound()

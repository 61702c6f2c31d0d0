"""The calls of live interviews: who is in one, and what their browsers tell each other; nothing is stored."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import ValidationError

from neurohire.rooms import signals
from neurohire.services.ice_servers import IceServer

MOST = 4  # in one call: each sends to each
PER_SECOND = 100  # signals of one page; candidates come in bursts


class Caller(Protocol):
    """One page at a live interview."""

    def send(self, message: dict[str, Any]) -> None: ...


class Who(Protocol):
    """Whose page it is; a Seated is one."""

    @property
    def journal_name(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def seat(self) -> str: ...


@dataclass(eq=False)
class Visitor:
    """A page inside the room, in the call or not."""

    caller: Caller
    id: str
    name: str
    seat: str


@dataclass(eq=False)
class Member:
    """A person in the call. `session`: a nonce of his page; `seq` rises: the higher one of a pair offers."""

    visitor: Visitor
    session: str
    seq: int
    media: dict[str, bool]

    def told(self) -> dict[str, Any]:
        of = self.visitor
        about = {"id": of.id, "name": of.name, "seat": of.seat, "media": self.media}
        return about | {"session": self.session, "seq": self.seq}


class Calls:
    """All calls of this process. Whoever has the sockets says who is inside; the rest is answered here."""

    def __init__(self, ice_servers: Callable[[str], list[IceServer]]) -> None:
        self.ice_servers = ice_servers
        self.visitors: dict[str, dict[Caller, Visitor]] = {}
        self.members: dict[str, dict[str, Member]] = {}
        # later than every number before a restart of the server
        self._seqs = itertools.count(time.time_ns() // 1_000_000)

    # -- who is inside: called with what the database says --------------------------------------

    def enter(self, interview_id: str, caller: Caller, who: Who) -> None:
        """This page is inside the room now; may be called again."""
        inside = self.visitors.setdefault(interview_id, {})
        if caller not in inside:
            inside[caller] = Visitor(caller, who.journal_name, who.name, str(who.seat))
            caller.send(self._in_call(interview_id))

    def leave(self, interview_id: str, caller: Caller, *, is_final: bool = False) -> None:
        """The page is gone, or `is_final`: has no right to be inside any more."""
        inside = self.visitors.get(interview_id, {})
        visitor = inside.pop(caller, None)
        if visitor is not None:
            self._hang_up(interview_id, visitor, is_final=is_final)
            if is_final:
                caller.send({"type": "call_refused", "reason": "not_inside"})
        if not inside:
            self.visitors.pop(interview_id, None)

    # -- what a page says -----------------------------------------------------------------------

    def receive(self, interview_id: str, caller: Caller, message: dict[str, Any]) -> bool:
        """False: it was not understood."""
        visitor = self.visitors.get(interview_id, {}).get(caller)
        if visitor is None:  # an un-admitted page: nothing of it is looked at
            caller.send({"type": "call_refused", "reason": "not_inside"})
            return True
        try:
            kind, body = signals.read(message)
        except ValidationError:
            return False
        if isinstance(body, signals.Join):
            self._join(interview_id, visitor, body)
        elif isinstance(body, signals.Leave):
            self._hang_up(interview_id, visitor, is_final=True)
        elif isinstance(body, signals.Media):
            self._show(interview_id, visitor, body)
        elif (member := self._member(interview_id, visitor)) is not None:
            self._relay(interview_id, member, message["to"], kind, message["body"])
        return True

    def _join(self, interview_id: str, visitor: Visitor, body: signals.Join) -> None:
        members = self.members.setdefault(interview_id, {})
        older = members.get(visitor.id)
        if older is None and len(members) >= MOST:
            visitor.caller.send({"type": "call_refused", "reason": "full"})
            return
        if older is not None and older.session != body.session and older.visitor is not visitor:
            older.visitor.caller.send({"type": "call_refused", "reason": "elsewhere"})
        joined = Member(visitor, body.session, next(self._seqs), body.media.model_dump())
        members[visitor.id] = joined
        others = [member for member in members.values() if member is not joined]
        visitor.caller.send(
            {
                "type": "welcome",
                "you": visitor.id,
                "session": joined.session,
                "seq": joined.seq,
                "peers": [member.told() for member in others],
                "ice": self.ice_servers(visitor.id),
            }
        )
        for member in others:
            member.visitor.caller.send({"type": "joined"} | joined.told())
        self._tell(interview_id, self._in_call(interview_id))

    def _show(self, interview_id: str, visitor: Visitor, body: signals.Media) -> None:
        if (member := self._member(interview_id, visitor)) is not None:
            member.media = body.model_dump()
            self._tell(interview_id, self._in_call(interview_id))

    def _relay(self, interview_id: str, sender: Member, to: str, kind: str, body: Any) -> None:
        """To somebody who is in the call now; whoever just left needs nothing any more."""
        if (reader := self.members[interview_id].get(to)) is not None and reader is not sender:
            reader.visitor.caller.send(
                {
                    "type": "signal",
                    "from": sender.visitor.id,
                    "session": sender.session,
                    "kind": kind,
                    "body": body,
                }
            )

    # -- the parts ------------------------------------------------------------------------------

    def _member(self, interview_id: str, visitor: Visitor) -> Member | None:
        """None: not in the call, or another page of the same person is."""
        member = self.members.get(interview_id, {}).get(visitor.id)
        return member if member is not None and member.visitor is visitor else None

    def _hang_up(self, interview_id: str, visitor: Visitor, *, is_final: bool) -> None:
        member = self._member(interview_id, visitor)
        if member is None:
            return
        members = self.members[interview_id]
        del members[visitor.id]
        left = {"type": "left", "id": visitor.id, "session": member.session, "final": is_final}
        for other in members.values():
            other.visitor.caller.send(left)
        if not members:
            del self.members[interview_id]
        self._tell(interview_id, self._in_call(interview_id))

    def _in_call(self, interview_id: str) -> dict[str, Any]:
        members = self.members.get(interview_id, {}).values()
        shown = [
            {key: value for key, value in member.told().items() if key != "session"} for member in members
        ]
        return {"type": "in_call", "people": shown}

    def _tell(self, interview_id: str, message: dict[str, Any]) -> None:
        for visitor in self.visitors.get(interview_id, {}).values():
            visitor.caller.send(message)

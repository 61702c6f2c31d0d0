"""Why a model gave nothing usable. People never see more than a fixed sentence."""

from __future__ import annotations

from enum import StrEnum

from neurohire.errors import Unavailable


class Reason(StrEnum):
    """One word for logs, tasks and the record of calls."""

    UNREACHABLE = "unreachable"
    TOO_SLOW = "too_slow"
    BUSY = "busy"
    SERVER_ERROR = "server_error"
    NOT_ACCEPTED = "not_accepted"  # a wrong key, name or request: an admin must look
    REFUSED = "refused"
    CUT_SHORT = "cut_short"
    UNREADABLE = "unreadable"
    OVER_BUDGET = "over_budget"
    NO_PLACE = "no_place"  # all calls that may be made at once are under way
    PAUSED = "paused"  # it was away a moment ago
    REPLACED = "replaced"  # an admin set another service, or none, before this was sent


# the service itself is away: the next call would be in vain, too
AWAY = frozenset({Reason.UNREACHABLE, Reason.TOO_SLOW, Reason.BUSY, Reason.SERVER_ERROR})
# it did answer, only not so that it can be used: asking again may help
UNUSABLE = frozenset({Reason.CUT_SHORT, Reason.UNREADABLE})

# nothing was read or written by the model, so nothing was used
FREE = frozenset({Reason.UNREACHABLE, Reason.BUSY, Reason.NOT_ACCEPTED, Reason.PAUSED, Reason.REPLACED})


class ModelFailed(Unavailable):
    """The model gave nothing usable; the embedded twin stands in."""

    message = "The model gave no usable answer. Everything goes on without it; it is tried again later."

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(code=f"model_{reason.value}")

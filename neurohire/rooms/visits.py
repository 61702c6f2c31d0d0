"""One connection of one participant to one document."""

from __future__ import annotations

from .channel import Channel
from .participants import Participant


class Visit:
    """What a room knows of it."""

    def __init__(self, who: Participant, channel: Channel) -> None:
        self.who, self.channel = who, channel
        self.client: int | None = None  # its Yjs client id, bound by its first awareness message
        self.has_caught_up = False  # told all that its page had
        self.received = self.reported = 0  # edit messages

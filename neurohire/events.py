"""What happened, in the past tense: recorded in a transaction, published after its commit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Event:
    """`topic` says who listens (`interview:ID`, `position:ID`, `tasks`, `user:ID`), `kind` what happened."""

    topic: str
    kind: str
    data: dict[str, Any] = field(default_factory=dict)
    is_remark: bool = False  # only noted: what anybody may do is as before, and need not be asked again

"""What a run prints while it goes on, shown to the others in the room at once; nothing of it is stored.

The whole output comes as an operation when the run is over; this is only so that nobody waits for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from neurohire.rooms.presence import Present
from neurohire.services.room_access import Standing

MESSAGE = "run_output"
MOST_AT_ONCE = 8_192
MOST_OF_A_RUN = 64 * 1024


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Literal["stdout", "stderr"]
    text: Annotated[str, Field(max_length=MOST_AT_ONCE)]


class _Output(BaseModel):
    model_config = ConfigDict(extra="forbid")
    type: Literal["run_output"]
    run: Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{8,64}$")]
    parts: Annotated[list[_Part], Field(min_length=1, max_length=200)]


class RunRelay:
    """Of one page. Too much is left out: the whole comes at the end."""

    def __init__(self) -> None:
        self.run, self.length = "", 0

    def take(
        self, message: dict[str, Any], standing: Standing, me: Present | None, here: Iterable[Present]
    ) -> bool:
        """Passes it on to all others inside; False: it was not understood."""
        try:
            said = _Output.model_validate(message)
        except ValidationError:
            return False
        length = sum(len(part.text) for part in said.parts)
        if said.run != self.run:
            self.run, self.length = said.run, 0
        self.length += length
        if not (standing.is_inside and standing.may_write) or length > MOST_AT_ONCE:
            return True
        if self.length <= MOST_OF_A_RUN:
            told = said.model_dump(mode="json") | {"by": standing.journal_name}
            for one in here:
                if one is not me and one.is_inside:
                    one.send(told)
        return True

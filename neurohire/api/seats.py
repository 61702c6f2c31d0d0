"""Who asks for something of a live interview: its candidate, or somebody of the team."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query

from neurohire.api.identity import Asking
from neurohire.auth.actors import Actor, CandidateGrant
from neurohire.errors import NotFound


async def sitting(
    interview_id: str, identity: Asking, seat: Annotated[str, Query(alias="as", max_length=20)] = ""
) -> CandidateGrant | Actor:
    """As at the socket: the grant of this interview first, unless the page is a team's; what the person
    may do is for the service to say."""
    if seat != "staff" and interview_id in identity.grants:
        return identity.grants[interview_id]
    if identity.user is not None and identity.user.is_staff:
        return identity.user
    raise NotFound()


Sitting = Annotated[CandidateGrant | Actor, Depends(sitting)]

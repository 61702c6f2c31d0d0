"""Who is asking: a user (account) or a candidate (by interview grant)."""

from __future__ import annotations

from pydantic import BaseModel

from neurohire.vocabulary import Role, Scope


class Actor(BaseModel, frozen=True):
    """A signed-in account."""

    user_id: str
    name: str
    email: str
    role: Role

    @property
    def is_admin(self) -> bool:
        return self.role is Role.ADMIN

    @property
    def is_staff(self) -> bool:
        return self.role in (Role.ADMIN, Role.RECRUITER)

    @property
    def journal_name(self) -> str:
        return f"user:{self.user_id}"


class CandidateGrant(BaseModel, frozen=True):
    """A browser that entered one interview by its link."""

    grant_id: str
    interview_id: str
    candidate_id: str
    name: str

    @property
    def journal_name(self) -> str:
        return f"candidate:{self.candidate_id}"


class Identity(BaseModel, frozen=True):
    """What one browser (or bearer token) may act as; candidate pages look only at the grants."""

    session_id: str = ""
    user: Actor | None = None
    grants: dict[str, CandidateGrant] = {}  # by interview id
    ended_grants: set[str] = set()  # interviews this browser entered before a newer one did
    scopes: frozenset[Scope] | None = None  # of a bearer token; None: a browser, which has no such limits
    is_seen_stale: bool = False  # "last seen" should be written again

"""Pure answers to "may this user do this to that?"; services turn a no into NotFound."""

from __future__ import annotations

from collections.abc import Collection

from neurohire.auth.actors import Actor


def may_see_position(actor: Actor, members: Collection[str]) -> bool:
    """A recruiter sees positions he created or was added to; admins all."""
    return actor.is_admin or (actor.is_staff and actor.user_id in members)


def may_see_interview(actor: Actor, assigned: Collection[str]) -> bool:
    """A recruiter sees interviews he is assigned to; admins all."""
    return actor.is_admin or (actor.is_staff and actor.user_id in assigned)


def may_see_question(
    actor: Actor,
    *,
    is_open: bool,
    created_by: str | None,
    assigned: Collection[str],
    members: Collection[str],
) -> bool:
    """Bank, forms and what was opened to all; else its author, who sees its interview or its position."""
    if actor.is_admin or not actor.is_staff:
        return actor.is_admin
    return is_open or created_by == actor.user_id or actor.user_id in assigned or actor.user_id in members


def may_see_candidate(
    actor: Actor, *, keepers: Collection[str], assigned: Collection[str], members: Collection[str]
) -> bool:
    """Who keeps the candidate, or works on an interview or position the candidate is in; admins all."""
    if actor.is_admin or not actor.is_staff:
        return actor.is_admin
    return any(actor.user_id in people for people in (keepers, assigned, members))

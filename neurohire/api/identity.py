"""Who is asking, for HTTP routes and WebSockets: the login cookie, or a bearer token."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request
from starlette.requests import HTTPConnection

from neurohire.auth.actors import Actor, Identity
from neurohire.errors import DomainError, NotAllowed, NotFound
from neurohire.services import accounts, login_sessions
from neurohire.state import AppState


class NotSignedIn(DomainError):
    """No usable cookie or token."""

    status = 401
    code = "not_signed_in"
    message = "Please sign in, or send a valid bearer token."


def state_of(connection: HTTPConnection) -> AppState:
    """The parts of this app."""
    return cast(AppState, connection.app.state.neurohire)


async def identity_of(connection: HTTPConnection) -> Identity:
    """Cookie or bearer token; an empty identity for anonymous visitors."""
    database = state_of(connection).database
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        actor = await database.transact(accounts.actor_of_token, token.strip())
        return Identity(user=actor)
    session = connection.scope.get("session") or {}
    return await login_sessions.identity_of(database, str(session.get("token", "")))


async def current_identity(request: Request) -> Identity:
    return await identity_of(request)


async def require_staff(request: Request) -> Actor:
    """The signed-in recruiter or admin."""
    identity = await identity_of(request)
    if identity.user is None:
        raise NotSignedIn()
    if not identity.user.is_staff:
        raise NotFound()
    return identity.user


async def require_admin(request: Request) -> Actor:
    actor = await require_staff(request)
    if not actor.is_admin:
        raise NotAllowed()
    return actor


Staff = Annotated[Actor, Depends(require_staff)]
Admin = Annotated[Actor, Depends(require_admin)]
Asking = Annotated[Identity, Depends(current_identity)]


def app_state(request: Request) -> AppState:
    return state_of(request)


State = Annotated[AppState, Depends(app_state)]

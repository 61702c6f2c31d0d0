"""Who is asking, for HTTP routes and WebSockets: the login cookie, or a bearer token."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request
from starlette.requests import HTTPConnection

from neurohire.auth.actors import Actor, Identity
from neurohire.errors import DomainError, NotAllowed, NotFound
from neurohire.services import api_tokens, login_sessions
from neurohire.state import AppState
from neurohire.vocabulary import Scope

READING = ("GET", "HEAD", "OPTIONS")


class NotSignedIn(DomainError):
    """No usable cookie or token."""

    status = 401
    code = "not_signed_in"
    message = "Please sign in, or send a valid bearer token."


def state_of(connection: HTTPConnection) -> AppState:
    """The parts of this app."""
    return cast(AppState, connection.app.state.neurohire)


class OutOfScope(DomainError):
    """A right token for something else."""

    status = 403
    code = "out_of_scope"

    def __init__(self, scope: Scope) -> None:
        super().__init__(f"This token may not do this: its scopes do not include '{scope.value}'.")


async def identity_of(connection: HTTPConnection) -> Identity:
    """Cookie or bearer token, held to its scopes; an empty identity for anonymous visitors."""
    database = state_of(connection).database
    if (bearer := _bearer(connection)) is not None:
        identity = await database.transact(api_tokens.identify, bearer)
        if identity.user is not None:
            _check_scope(identity, _needed(connection))
        return identity
    return await login_sessions.identity_of(database, _cookie(connection))


async def identity_now(connection: HTTPConnection) -> Identity:
    """The same later on in a connection that stays open; it does not count as a use."""
    database = state_of(connection).database
    if (bearer := _bearer(connection)) is not None:
        return await database.read(api_tokens.is_alive, bearer)
    return await database.read(login_sessions.identify, _cookie(connection))


def _bearer(connection: HTTPConnection) -> str | None:
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _cookie(connection: HTTPConnection) -> str:
    return str((connection.scope.get("session") or {}).get("token", ""))


def _needed(connection: HTTPConnection) -> Scope:
    """Looking is reading, and so are sockets: a user's can only follow. Everything else changes something."""
    return Scope.READ if connection.scope.get("method", "GET") in READING else Scope.WRITE


def _check_scope(identity: Identity, scope: Scope) -> None:
    if identity.scopes is not None and scope not in identity.scopes:
        raise OutOfScope(scope)


async def current_identity(request: Request) -> Identity:
    return await identity_of(request)


async def require_staff(request: Request) -> Actor:
    """The signed-in recruiter or admin."""
    return _staff(await identity_of(request))


async def require_admin(request: Request) -> Actor:
    identity = await identity_of(request)
    actor = _staff(identity)
    if not actor.is_admin:
        raise NotAllowed()
    _check_scope(identity, Scope.ADMIN)
    return actor


def _staff(identity: Identity) -> Actor:
    if identity.user is None:
        raise NotSignedIn()
    if not identity.user.is_staff:
        raise NotFound()
    return identity.user


Staff = Annotated[Actor, Depends(require_staff)]
Admin = Annotated[Actor, Depends(require_admin)]
Asking = Annotated[Identity, Depends(current_identity)]


def app_state(request: Request) -> AppState:
    return state_of(request)


State = Annotated[AppState, Depends(app_state)]

"""Sign in and out: plain forms over HTTP, so that the session gets a new id."""

from __future__ import annotations

import secrets
import uuid
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from components.links import safe_href
from components.static_pages import static_page
from components.times import ZONE_SCRIPT
from neurohire.auth.actors import Actor
from neurohire.errors import DomainError, Rejected, TooMany
from neurohire.rate_limits import network_of
from neurohire.services import accounts, login_sessions
from neurohire.services.accounts import UserView
from neurohire.state import AppState
from neurohire.vocabulary import Role
from pages.team import user_of

router = APIRouter(include_in_schema=False)
STALE_FORM = "This page was open for too long. Please type your password again."
TOO_MANY = "Too many tries. Please wait 15 minutes, then try again."
PER_ADDRESS = "50/hour"
MY_PAGE = "/my"
Field = Annotated[str, Form(max_length=2000)]


@router.get("/login")
async def show_login(request: Request, next: str = "") -> Response:
    """The form; whoever is signed in already goes on."""
    if (user := await user_of(request)) is not None:
        return RedirectResponse(first_page(user, next), 303)
    notice = "Please sign in to go on." if local_address(next) != "/" else ""
    return _form(request, next, notice=notice)


@router.post("/login")
async def log_in(
    request: Request, email: Field = "", password: Field = "", csrf: Field = "", next: Field = ""
) -> Response:
    """Check, open a new session and go where the person wanted to go."""
    state: AppState = request.app.state.neurohire
    if not is_own_form(request, csrf):
        return _form(request, next, email, problem=STALE_FORM, status=403)
    address = network_of(request.client.host if request.client else "")
    key, limit = f"login:{email.strip().lower()[:254]}:{address}", f"{state.settings.login_tries}/15 minute"
    try:
        if not state.limits.is_free(f"login:{address}", PER_ADDRESS) or not state.limits.hit(key, limit):
            raise TooMany(TOO_MANY)
        user = await state.database.read(accounts.check_login, email, password)
    except TooMany as error:
        return _form(request, next, email, problem=error.message, status=429)
    except Rejected as error:
        state.limits.hit(f"login:{address}", PER_ADDRESS)
        return _form(request, next, email, problem=error.message, status=401)
    except DomainError as error:
        return _form(request, next, email, problem=error.message, status=error.status)
    state.limits.forget(key, limit)
    await open_session(request, user.id)
    return RedirectResponse(first_page(user, next), 303)


@router.post("/logout")
async def log_out(request: Request, csrf: Field = "") -> Response:
    """End this browser's log-in; interviews it entered as a candidate stay open."""
    state: AppState = request.app.state.neurohire
    if not is_own_form(request, csrf):
        return RedirectResponse("/", 303)
    token = await state.database.transact(login_sessions.log_out, str(request.session.get("token", "")))
    renew_session(request, token)
    return RedirectResponse("/login", 303)


async def open_session(request: Request, user_id: str) -> None:
    """Sign the user in: a new log-in session and a new cookie."""
    state: AppState = request.app.state.neurohire
    previous = str(request.session.get("token", ""))
    agent = request.headers.get("user-agent", "")
    renew_session(request, await state.database.transact(login_sessions.log_in, user_id, previous, agent))


def renew_session(request: Request, token: str) -> None:
    """Nothing of the old cookie opens the new session; `id` is the key of NiceGUI's sockets."""
    request.session.clear()
    request.session.update(id=str(uuid.uuid4()), csrf=secrets.token_urlsafe(32))
    if token:
        request.session["token"] = token


def csrf_of(request: Request) -> str:
    """This browser's form token, made when it is missing.

    With an id, else NiceGUI gives one to the next request, and its answer may come after that of the form.
    """
    request.session.setdefault("id", str(uuid.uuid4()))
    token = request.session.setdefault("csrf", secrets.token_urlsafe(32))
    return str(token)


def is_own_form(request: Request, csrf: str) -> bool:
    """Whether the form came from a page of ours in this browser."""
    known = str(request.session.get("csrf", ""))
    return bool(known) and secrets.compare_digest(known.encode(), csrf.encode())


def local_address(address: str) -> str:
    """Where to go after signing in: a path of this app, else home."""
    is_path = address.startswith("/") and safe_href(address) == address
    is_plain = not any(sign in address for sign in "\\\r\n\t") and address.isprintable()
    return address if is_path and is_plain and not address.startswith(("/log", "/setup", "/api/")) else "/"


def first_page(user: Actor | UserView | None, wanted: str = "") -> str:
    """Where somebody lands after signing in: a candidate on his own page, others where they wanted to go."""
    if user is None or user.role is not Role.CANDIDATE:
        return local_address(wanted)
    is_own = wanted.startswith(("/interview/", "/my"))
    return local_address(wanted) if is_own else MY_PAGE


def _form(
    request: Request, next: str, email: str = "", *, problem: str = "", notice: str = "", status: int = 200
) -> Response:
    return static_page(
        request,
        "login.html",
        status=status,
        csrf=csrf_of(request),
        next=local_address(next),
        email=email[:254],
        problem=problem,
        notice=notice,
        zone_script=ZONE_SCRIPT,
    )

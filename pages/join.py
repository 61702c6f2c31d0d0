"""What a one-time link of an account opens: GET only tells, POST sets the password and signs in."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from components.static_pages import static_page
from components.times import ZONE_SCRIPT
from neurohire.errors import DomainError
from neurohire.rate_limits import network_of
from neurohire.services import user_links
from neurohire.services.user_links import Found, LinkState
from neurohire.state import AppState
from pages.login import STALE_FORM, Field, csrf_of, first_page, is_own_form, open_session
from pages.team import user_of

router = APIRouter(include_in_schema=False)
WRONG_LINKS = "10/15 minute"  # from one address
PRIVATE = {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
SIGN_IN = "If you have set your password, sign in with it. Else ask whoever gave it to you for a new one."
CLOSED = {
    LinkState.WRONG: (
        "This link does not work",
        "It is not complete. Copy all of it.",
    ),
    LinkState.USED: ("This link has been used", f"It works once. {SIGN_IN}"),
    LinkState.EXPIRED: (
        "This link has run out",
        "It worked for 7 days. Ask whoever gave it to you for a new one.",
    ),
    LinkState.REPLACED: (
        "There is a newer link",
        "This one was replaced. Use the newest, or ask whoever gave it to you.",
    ),
    LinkState.DISABLED: (
        "This account is disabled",
        "Whoever made it can enable it again and give you a new link.",
    ),
}


@router.get("/join/{token}")
async def show_join(request: Request, token: str) -> Response:
    """Whose account it is; changes nothing, so programs that open links do no harm."""
    found = await _look(request, token)
    return _form(request, token, found) if found.state is LinkState.OPEN else _closed(request, found.state)


@router.post("/join/{token}")
async def join(request: Request, token: str, csrf: Field = "", password: Field = "") -> Response:
    """Set the password, end whatever was signed in, sign in here."""
    state: AppState = request.app.state.neurohire
    found = await _look(request, token)
    if found.state is not LinkState.OPEN:
        return _closed(request, found.state)
    if not is_own_form(request, csrf):
        return _form(request, token, found, problem=STALE_FORM, status=403)
    try:
        user_id = await user_links.use(state.database, token[:200], password)
    except DomainError as error:
        again = await _look(request, token)
        if again.state is not LinkState.OPEN:  # somebody else was faster
            return _closed(request, again.state)
        if error.code == "weak_password":
            return _form(request, token, found, error=error.message, status=error.status)
        return _form(request, token, found, problem=error.message, status=error.status)
    await open_session(request, user_id)
    return RedirectResponse(first_page(await user_of(request)), 303, headers=PRIVATE)


async def _look(request: Request, token: str) -> Found:
    state: AppState = request.app.state.neurohire
    found = await state.database.read(user_links.look, token[:200])
    if found.state is LinkState.WRONG:
        address = network_of(request.client.host if request.client else "")
        state.limits.check(f"wrong-link:{address}", WRONG_LINKS)
    return found


def _form(
    request: Request, token: str, found: Found, *, problem: str = "", error: str = "", status: int = 200
) -> Response:
    return static_page(
        request,
        "join.html",
        status=status,
        csrf=csrf_of(request),
        token=token,
        name=found.name,
        email=found.email,
        is_new=found.is_new,
        problem=problem,
        error=error,
        zone_script=ZONE_SCRIPT,
    )


def _closed(request: Request, state: LinkState) -> Response:
    title, words = CLOSED[state]
    way_on = {"href": "/login", "action": "Sign in"} if state is LinkState.USED else {}
    status = 404 if state is LinkState.WRONG else 410
    return static_page(request, "message.html", status=status, title=title, words=words, **way_on)

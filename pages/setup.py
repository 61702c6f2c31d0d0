"""The first account, by the one-time link that the server printed."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from components.static_pages import static_page
from components.times import ZONE_SCRIPT
from neurohire.errors import DomainError, NotFound
from neurohire.services import accounts
from neurohire.state import AppState
from pages.login import STALE_FORM, Field, csrf_of, is_own_form, open_session

router = APIRouter(include_in_schema=False)
FIELD_OF = {"bad_email": "email", "weak_password": "password", "no_name": "name"}


@router.get("/setup")
async def show_setup(request: Request, token: str = "") -> Response:
    """The form, as long as the link is the newest and unused."""
    state: AppState = request.app.state.neurohire
    if not await state.database.read(accounts.is_setup_token, token[:200]):
        return await _used(request, state)
    return _form(request, token)


@router.post("/setup")
async def set_up(
    request: Request,
    token: Field = "",
    csrf: Field = "",
    name: Field = "",
    email: Field = "",
    password: Field = "",
) -> Response:
    """Make the account, use up the link, sign in."""
    state: AppState = request.app.state.neurohire
    if not is_own_form(request, csrf):
        return _form(request, token, name, email, problem=STALE_FORM, status=403)
    if not name.strip():
        return _form(request, token, name, email, problems={"name": "Please type your name."}, status=422)
    try:
        user = await state.database.transact(accounts.create_first_admin, token, email, name, password)
    except NotFound:
        return await _used(request, state)
    except DomainError as error:
        field = FIELD_OF.get(error.code)
        problems = {field: error.message} if field else {}
        problem = "" if field else error.message
        return _form(request, token, name, email, problems=problems, problem=problem, status=error.status)
    await open_session(request, user.id)
    return RedirectResponse("/", 303)


def _form(
    request: Request,
    token: str,
    name: str = "",
    email: str = "",
    *,
    problem: str = "",
    problems: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    return static_page(
        request,
        "setup.html",
        status=status,
        csrf=csrf_of(request),
        token=token,
        name=name[:120],
        email=email[:254],
        problem=problem,
        problems=problems or {},
        zone_script=ZONE_SCRIPT,
    )


async def _used(request: Request, state: AppState) -> Response:
    if await state.database.read(accounts.has_admin):
        words = "This installation is set up already. Sign in with your account, or ask an admin for one."
        return static_page(
            request,
            "message.html",
            status=404,
            title="Nothing to set up",
            words=words,
            href="/login",
            action="Sign in",
        )
    words = (
        "This set-up link has been replaced or is not complete. Start the server again: "
        "it prints a new link, and that one works once."
    )
    return static_page(request, "message.html", status=404, title="This link does not work", words=words)

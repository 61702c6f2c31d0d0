"""The candidate's own page: interviews with times and states, another time, resume, password."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from components.candidate_words import listed
from components.my_words import state_words, wish_words
from components.texts import Texts, texts_for
from components.times import zone_named
from neurohire.auth.actors import Identity
from neurohire.errors import DomainError, NotFound, Rejected, TooMany
from neurohire.services import candidate_accounts, entrance, login_sessions, my_page, reschedule_requests
from neurohire.services.entrance import Landing, LinkState
from neurohire.services.my_page import MyInterview, MyPage
from neurohire.state import AppState
from neurohire.vocabulary import InterviewKind
from pages.candidate_access import candidate_page
from pages.login import MY_PAGE, csrf_of, is_own_form, renew_session

router = APIRouter(include_in_schema=False)
WISHES = "12/hour"  # of one interview
PASSWORD_TRIES = "5/15 minute"  # noqa: S105  (a limit)
Word = Annotated[str, Form(max_length=200)]
Words = Annotated[str, Form(max_length=4000)]


@router.get("/my")
async def show_mine(request: Request, done: str = "") -> Response:
    """Interviews this browser has entered, or those of the account that it is signed in to."""
    return await _page(request, done=done)


@router.post("/i/{token}/my")
async def enter_mine(request: Request, token: str, csrf: Word = "") -> Response:
    """From the link to one's own page, at any time before the interview."""
    state: AppState = request.app.state.neurohire
    if not is_own_form(request, csrf):
        return RedirectResponse(f"/i/{token}", 303)
    agent, previous = request.headers.get("user-agent", ""), str(request.session.get("token", ""))
    found = await state.database.read(entrance.look, token[:100])
    if found.state is LinkState.OPEN:
        identity = await _identity(request)
        if found.interview_id not in identity.grants:
            try:
                session, _ = await state.database.transact(
                    entrance.enter, token, previous, agent, at_its_time=False
                )
            except NotFound:
                return RedirectResponse(f"/i/{token}", 303)
            renew_session(request, session)
        return RedirectResponse(MY_PAGE, 303, headers={"Referrer-Policy": "no-referrer"})
    return RedirectResponse(f"/i/{token}", 303)


@router.post("/my/interviews/{interview_id}/enter")
async def enter_interview(request: Request, interview_id: str, csrf: Word = "") -> Response:
    """From the account without the link; an earlier browser is told that it was opened elsewhere."""
    state: AppState = request.app.state.neurohire
    if not is_own_form(request, csrf):
        return RedirectResponse(MY_PAGE, 303)
    try:
        kind = await state.database.transact(my_page.enter, await _identity(request), interview_id)
    except DomainError:
        return RedirectResponse(MY_PAGE, 303)  # closed a moment ago: the page says so
    end = "/waiting" if kind is InterviewKind.LIVE else ""
    return RedirectResponse(f"/interview/{interview_id}{end}", 303)


@router.post("/my/interviews/{interview_id}/another-time")
async def ask_for_another_time(
    request: Request,
    interview_id: str,
    csrf: Word = "",
    words: Words = "",
    time: Annotated[list[str] | None, Form()] = None,
    zone: Word = "",
) -> Response:
    """A wish with words and up to three times; what was typed stays when something is not right."""
    state: AppState = request.app.state.neurohire
    times = [one[:30] for one in (time or [])[: reschedule_requests.MOST_TIMES]]
    typed = {"id": interview_id, "words": words, "times": times, "error": ""}
    if not is_own_form(request, csrf):
        return await _page(request, typed=typed | {"error": "stale"}, status=403)
    try:
        state.limits.check(f"another-time:{interview_id[:36]}", WISHES)
        identity = await _identity(request)
        await state.database.transact(
            reschedule_requests.ask, identity, interview_id, words, times, zone or "UTC"
        )
    except NotFound:
        return RedirectResponse(MY_PAGE, 303)
    except DomainError as error:
        return await _page(request, typed=typed | {"error": error.message}, status=error.status)
    return RedirectResponse(f"{MY_PAGE}?done=asked", 303)


@router.post("/my/interviews/{interview_id}/keep-time")
async def keep_time(request: Request, interview_id: str, csrf: Word = "") -> Response:
    """Take the wish back."""
    state: AppState = request.app.state.neurohire
    if is_own_form(request, csrf):
        try:
            await state.database.transact(
                reschedule_requests.withdraw, await _identity(request), interview_id
            )
        except NotFound:
            return RedirectResponse(MY_PAGE, 303)
    return RedirectResponse(MY_PAGE, 303)


@router.post("/my/password")
async def set_my_password(
    request: Request, csrf: Word = "", current: Words = "", new: Words = ""
) -> Response:
    """Of the candidate's account; other browsers are signed out."""
    state: AppState = request.app.state.neurohire
    if not is_own_form(request, csrf):
        return RedirectResponse(MY_PAGE, 303)
    identity = await _identity(request)
    try:
        if identity.user is None:
            raise NotFound()
        state.limits.check(f"password:{identity.user.user_id}", PASSWORD_TRIES)
        await candidate_accounts.change_password(state.database, identity, current, new)
    except NotFound:
        return RedirectResponse(MY_PAGE, 303)
    except (Rejected, TooMany) as error:
        return await _page(request, password_error=error.message, status=error.status)
    return RedirectResponse(f"{MY_PAGE}?done=password", 303)


async def _identity(request: Request) -> Identity:
    state: AppState = request.app.state.neurohire
    return await login_sessions.identity_of(state.database, str(request.session.get("token", "")))


async def _page(
    request: Request,
    *,
    typed: dict[str, Any] | None = None,
    password_error: str = "",
    done: str = "",
    status: int = 200,
) -> Response:
    state: AppState = request.app.state.neurohire
    mine: MyPage = await state.database.read(my_page.read, await _identity(request))
    texts = texts_for(mine.language)
    _ = texts.say
    about = Landing(
        state=LinkState.OPEN,
        organisation=mine.organisation,
        contact=mine.contact,
        title=_("My interviews"),
        language=mine.language,
    )
    typed = typed or {"id": "", "words": "", "times": [], "error": ""}
    if typed["error"] == "stale":
        typed["error"] = _("This page was open for too long. Please send it again.")
    words = {
        "asked": _("Your wish was sent. You see the answer here."),
        "password": _("Your password was changed. Other browsers were signed out."),
    }
    return candidate_page(
        request,
        "candidate_my.html",
        about,
        status=status,
        csrf=csrf_of(request),
        mine=mine,
        coming=[_shown(texts, one) for one in mine.coming],
        past=[_shown(texts, one) for one in mine.past],
        typed=typed,
        password_error=_(password_error) if password_error else "",
        done=words.get(done, ""),
        most_times=reschedule_requests.MOST_TIMES,
    )


def _shown(texts: Texts, one: MyInterview) -> dict[str, Any]:
    word, tone = state_words(texts, one)
    live = one.live
    end = ("/waiting" if live is not None else "") if one.is_open else "/done"
    return {
        "one": one,
        "live": live,
        "word": word,
        "tone": tone,
        "agreed": zone_named(live.zone).full(live.scheduled_at) if live is not None else "",
        "people": listed(texts, live.interviewers) if live is not None else "",
        "wish": wish_words(texts, one),
        "href": f"/interview/{one.id}{end}",
        "has_receipt": one.is_here and one.submitted_at is not None and live is None,
    }

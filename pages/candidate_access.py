"""Who a candidate's browser is (only the grant counts, never a user), and the frame of the static pages."""

from __future__ import annotations

from typing import Any, NamedTuple

from fastapi import Request
from fastapi.responses import Response

from components.candidate_words import shell_texts, step_names
from components.closed_words import closed_words
from components.layout import sheet_url
from components.static_pages import static_page
from components.texts import texts_for
from neurohire.auth.actors import CandidateGrant
from neurohire.errors import NotFound
from neurohire.services import entrance, login_sessions
from neurohire.services.entrance import Landing, LinkState
from neurohire.state import AppState


class Entered(NamedTuple):
    """A browser that may be at this interview, and what every page of it says."""

    grant: CandidateGrant
    about: Landing


async def entered(request: Request, interview_id: str) -> Entered | Response:
    """The candidate, or the page that says kindly why not."""
    state: AppState = request.app.state.neurohire
    token = str(request.session.get("token", ""))
    identity = await login_sessions.identity_of(state.database, token)
    grant = identity.grants.get(interview_id)
    if grant is None:
        return closed(request, "elsewhere" if interview_id in identity.ended_grants else "no_grant")
    try:
        return Entered(grant, await state.database.read(entrance.about, grant))
    except NotFound:
        return closed(request, "no_grant")


async def may_see_receipt(request: Request, interview_id: str) -> bool:
    """Whether this browser has entered the interview."""
    state: AppState = request.app.state.neurohire
    token = str(request.session.get("token", ""))
    return interview_id in (await login_sessions.identity_of(state.database, token)).grants


def closed(
    request: Request, reason: str, about: Landing | None = None, receipt: str = "", calendar: str = ""
) -> Response:
    """No interview here now: wrong, expired, revoked, finished, cancelled, elsewhere or no_grant."""
    settings = request.app.state.neurohire.settings
    about = about or Landing(state=LinkState.WRONG, organisation=settings.organisation)
    words = closed_words(texts_for(about.language), reason)
    status = {"wrong": 404, "no_grant": 404, "elsewhere": 403, "finished": 200, "finished_live": 200}.get(
        reason, 410
    )
    return candidate_page(
        request,
        "candidate_closed.html",
        about,
        status=status,
        heading=words.heading,
        lines=words.lines,
        icon=words.icon,
        receipt=receipt,
        calendar=calendar,
    )


def candidate_page(
    request: Request, template: str, about: Landing, *, status: int = 200, step: int = 0, **values: Any
) -> Response:
    """A static-light page in the candidate's language."""
    texts = texts_for(about.language)
    say = texts.say
    answer = static_page(
        request,
        template,
        status=status,
        lang=texts.language,
        _=say,
        n_=texts.count,
        texts=shell_texts(texts),
        steps=step_names(texts, is_live=about.live is not None),
        step=step,
        interview_sheet=sheet_url("css/interview"),
        company=about.organisation,
        position=about.title or say("Interview"),
        contact=about.contact,
        **values,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer

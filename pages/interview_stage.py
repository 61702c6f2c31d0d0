"""The candidate's interview and the device check before it: NiceGUI pages with one element each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from nicegui import ui

from components.candidate_words import shell_texts, step_names
from components.device_check import DeviceCheck
from components.interview_stage import InterviewStage
from components.layout import candidate_page, link_sheets
from components.page import page
from components.problem_report import ProblemReport
from components.texts import Texts, texts_for
from neurohire.services import entrance
from neurohire.services.entrance import NEEDED, LinkState
from neurohire.state import AppState
from neurohire.vocabulary import DataKind
from pages.candidate_access import Entered, closed, entered


class Ready(NamedTuple):
    """A candidate who has made his choices."""

    found: Entered
    consents: dict[DataKind, bool]
    texts: Texts


def register() -> None:
    """The pages of a candidate who has entered."""

    @page("/interview/{interview_id}", reconnect_timeout=30)
    async def show_interview(request: Request, interview_id: str) -> Response | None:
        ready = await _ready(request, interview_id)
        if isinstance(ready, Response):
            return ready
        with _shell(request, ready, ready.texts.say("Interview"), step=4, wide=True):
            InterviewStage(interview_id, ready.texts, ready.consents)
        return None

    @page("/interview/{interview_id}/check", reconnect_timeout=30)
    async def show_device_check(request: Request, interview_id: str) -> Response | None:
        ready = await _ready(request, interview_id)
        if isinstance(ready, Response):
            return ready
        with _shell(request, ready, ready.texts.say("Device check"), step=3):
            DeviceCheck(interview_id, ready.texts, ready.consents)
        return None


async def _ready(request: Request, interview_id: str) -> Ready | Response:
    """The candidate with his choices, or where to go instead."""
    state: AppState = request.app.state.neurohire
    found = await entered(request, interview_id)
    if isinstance(found, Response):
        return found
    if found.about.live is not None:
        return RedirectResponse(f"/interview/{interview_id}/waiting", 303)
    if found.about.state is LinkState.FINISHED:
        return RedirectResponse(f"/interview/{interview_id}/done", 303)
    if found.about.state is not LinkState.OPEN:
        return closed(request, found.about.state.value, found.about)
    consents = await state.database.read(entrance.consents, found.grant)
    if not all(consents.get(kind) for kind in NEEDED):
        return RedirectResponse(f"/interview/{interview_id}/welcome", 303)
    return Ready(found, consents, texts_for(found.about.language))


@contextmanager
def _shell(request: Request, ready: Ready, title: str, *, step: int, wide: bool = False) -> Iterator[None]:
    """The candidate's shell with the saved chip, the steps and the way to report a problem."""
    about, texts = ready.found.about, ready.texts
    with candidate_page(
        f"{title}: {about.title}",
        about.organisation,
        about.title,
        step_names(texts),
        request=request,
        step=step,
        contact=about.contact,
        wide=wide,
        texts=shell_texts(texts),
    ) as shell:
        link_sheets("css/interview")
        yield
    with shell.chip:
        ui.element("nh-saved").props.update({"interview": about.interview_id, "as": "candidate"})
    with shell.problem:
        ProblemReport(about.interview_id, texts)

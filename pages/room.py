"""The room of a live interview: one page for the team, one for the candidate, made of the same pieces.

The pieces are made first and in one order, whatever the interview is: only so the page outlives a restart
of the server. Each piece adds its line in `_pieces` and its sheet in SHEETS.
"""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from components.call_words import call_words
from components.layout import frame, link_sheets
from components.page import page
from components.room_bookmark import RoomBookmark
from components.room_call import RoomCall
from components.room_call_bar import RoomCallBar
from components.room_chat import RoomChat
from components.room_checks import RoomChecks
from components.room_editor import RoomEditor
from components.room_focus import RoomFocus
from components.room_frame import RoomFrame
from components.room_notes import RoomNotes
from components.room_people import RoomPeople
from components.room_questions import RoomQuestions
from components.room_recording import RoomRecording
from components.room_resume import RoomResume
from components.room_runner import RoomRunner
from components.texts import Texts, texts_for
from neurohire.services import room_access
from neurohire.services.entrance import LinkState
from neurohire.services.room_access import Place, Seat
from neurohire.state import AppState
from pages.candidate_access import closed, entered
from pages.team import Desk

RECONNECT_SECONDS = 120
SHEETS = (
    "css/room",
    "css/room_call",
    "css/room_chat",
    "css/room_checks",
    "css/room_notes",
    "css/room_questions",
    "css/room_recording",
    "css/room_resume",
    "css/room_runner",
    "css/room_editor",
    "css/room_focus",
)
COMPLETED = ("submitted", "reviewed", "terminated")
OVER = (*COMPLETED, "cancelled", "expired")


def register() -> None:
    """The addresses of the room."""

    @page("/rooms/{interview_id}", reconnect_timeout=RECONNECT_SECONDS)
    async def team_room(request: Request, interview_id: str) -> Response | None:
        desk = Desk(request)
        place = await desk.open(room_access.place, interview_id)
        if place is None:
            return desk.to_login()
        if place.state.value in OVER:
            way = "/report" if place.state.value in COMPLETED else ""
            return RedirectResponse(f"/interviews/{interview_id}{way}", 303)
        ways = {"leave": f"/interviews/{interview_id}", "end": f"/interviews/{interview_id}/report"}
        ways["network"] = "/network-check"
        _room(request, place, texts_for("en"), ways, place.candidate_name)
        return None

    @page("/interview/{interview_id}/room", reconnect_timeout=RECONNECT_SECONDS)
    async def candidate_room(request: Request, interview_id: str) -> Response | None:
        state: AppState = request.app.state.neurohire
        found = await entered(request, interview_id)
        if isinstance(found, Response):
            return found
        if found.about.state is LinkState.FINISHED:
            return RedirectResponse(f"/interview/{interview_id}/done", 303)
        if found.about.state is not LinkState.OPEN:
            return closed(request, found.about.state.value, found.about)
        place = await state.database.read(room_access.place, found.grant, interview_id)
        waiting = f"/interview/{interview_id}/waiting"
        if not place.standing.is_inside:
            return RedirectResponse(waiting, 303)
        ways = {"leave": f"{waiting}?left=1", "end": f"/interview/{interview_id}/done", "waiting": waiting}
        ways["network"] = f"/interview/{interview_id}/network"
        _room(request, place, texts_for(found.about.language), ways, found.about.organisation)
        return None


def viewer_of(place: Place) -> dict[str, str]:
    """Who looks, for every element of the room."""
    standing = place.standing
    return {"seat": standing.seat.value, "id": standing.journal_name, "name": standing.name}


def _room(request: Request, place: Place, texts: Texts, ways: dict[str, str], subtitle: str) -> None:
    frame(request, f"{place.title}: {texts.say('live interview')}")
    link_sheets(*SHEETS)
    viewer = viewer_of(place)
    shell = RoomFrame(place.interview_id, viewer, texts, title=place.title, subtitle=subtitle, ways=ways)
    with shell:
        _pieces(shell, place.interview_id, viewer, texts, ways)


def _pieces(
    shell: RoomFrame, interview_id: str, viewer: dict[str, str], texts: Texts, ways: dict[str, str]
) -> None:
    """In this order, always: `with shell.centre: …`, `with shell.tab("notes", "Notes", "Alt+3"): …`.

    What only the team sees comes last, after `is_team`.
    """
    with shell.top:
        RoomPeople(interview_id, viewer, texts)
    with shell.tab("question", texts.say("Question"), "Alt+1"):
        RoomQuestions(interview_id, viewer, texts)
    with shell.tab("resume", texts.say("Resume"), "Alt+2"):
        RoomResume(interview_id, viewer, texts)
    with shell.chat:
        RoomChat(interview_id, viewer, texts)
    with shell.output:
        RoomRunner(interview_id, viewer, texts)
    words = call_words(texts)
    with shell.tiles:
        RoomCall(interview_id, viewer, words)
    with shell.bar:
        RoomCallBar(interview_id, viewer, words, ways["network"])
    with shell.centre:
        RoomEditor(interview_id, viewer, texts)
    with shell.bar:
        RoomFocus(interview_id, viewer, texts)
        RoomRecording(interview_id, viewer, texts)
        RoomChecks(interview_id, viewer, texts)
    is_team = viewer["seat"] != Seat.CANDIDATE
    if is_team:
        with shell.tab("notes", "Notes", "Alt+3"):
            RoomNotes(interview_id, viewer)
        with shell.bar:
            RoomBookmark(interview_id, viewer)

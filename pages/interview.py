"""One interview before it is handed in: its state, link, extra time and the questions that will be asked."""

from __future__ import annotations

from typing import NamedTuple

from fastapi import Request
from fastapi.responses import Response
from sqlmodel import Session

from components.appointment import appointment_card
from components.interview_words import GRADING
from components.page import page
from components.pieces import card, grid, link_button, page_header, stack, text
from components.sharing import Sharing
from components.toast import toast
from components.wish_card import wish_card
from neurohire.auth.actors import Actor
from neurohire.events import Event
from neurohire.services import interviews, question_sets, reschedule_requests, schedule
from neurohire.services.accounts import colleagues
from neurohire.services.interviews import InterviewDetail
from neurohire.services.question_sets import QuestionView
from neurohire.services.reschedule_requests import RequestView
from neurohire.services.schedule import Appointment
from neurohire.vocabulary import GradingState, InterviewKind, InterviewState, RequestState
from pages.interview_how import open_how
from pages.interview_link import InterviewLink
from pages.interview_questions import InterviewQuestions
from pages.interview_standing import InterviewStanding
from pages.interviews import GRADED
from pages.team import Desk

ROOM_STATES = (InterviewState.INVITED, InterviewState.WAITING, InterviewState.LIVE)
CHANGES = ("interview_changed", "missed")


class Shown(NamedTuple):
    """What the page shows."""

    detail: InterviewDetail
    questions: list[QuestionView]
    people: list[tuple[str, str]]
    team: dict[str, str]
    appointment: Appointment | None  # of a live interview
    wish: RequestView | None = None  # for another time, as long as nobody has answered


def everything(db: Session, actor: Actor, interview_id: str) -> Shown:
    """One read for the whole page."""
    detail = interviews.get(db, actor, interview_id)
    people = interviews.assigned(db, actor, interview_id)
    questions, team = question_sets.get(db, actor, interview_id), colleagues(db, actor)
    live = schedule.get(db, actor, interview_id) if detail.kind is InterviewKind.LIVE else None
    wish = reschedule_requests.newest(db, interview_id) if live and live.can_be_moved else None
    is_open = wish is not None and wish.state is RequestState.OPEN
    return Shown(detail, questions, people, team, live, wish if is_open else None)


def register() -> None:
    """The address of this page."""

    @page("/interviews/{interview_id}")
    async def interview(request: Request, interview_id: str) -> Response | None:
        desk = Desk(request)
        shown = await desk.open(everything, interview_id)
        if shown is None:
            return desk.to_login()
        with desk.page(f"Interview of {shown.detail.candidate_name}", "interviews"):
            _Interview(desk, shown)
        return None


class _Interview:
    """The page; `changed` draws what has moved on and leaves what is being typed."""

    def __init__(self, desk: Desk, shown: Shown) -> None:
        self.desk, self.id = desk, shown.detail.id
        detail = shown.detail
        page_header(
            detail.candidate_name,
            f"{detail.title} · {detail.candidate_email or 'no e-mail yet'}",
            back=("All candidates of this position", f"/positions/{detail.position_id}"),
        )
        self.top = stack("wide")
        self.draw(shown)
        self.questions = InterviewQuestions(desk, self.id, detail.state, shown.questions)
        words = "Admins see every interview; of the recruiters these."
        self.sharing = Sharing(words, desk.act(self.share))
        self.sharing.show(shown.people, shown.team)
        desk.listen((f"interview:{self.id}",), self.changed)

    async def changed(self, events: list[Event]) -> None:
        """Something happened to the interview; a candidate's typing is not for this page."""
        if any(event.kind in CHANGES for event in events):
            await self.show()

    async def show(self) -> None:
        """Draw everything as it stands now."""
        shown = await self.desk.read(everything, self.id)
        self.top.clear()
        self.draw(shown)
        self.questions.show(shown.detail.state, shown.questions)
        self.sharing.show(shown.people, shown.team)

    def draw(self, shown: Shown) -> None:
        detail = shown.detail
        with self.top:
            if detail.state in GRADED:
                _leads_to_report(detail)
            if shown.wish is not None:
                self.draw_wish(shown.wish, detail)
            if shown.appointment is not None:
                appointment_card(
                    shown.appointment,
                    self.desk.zone,
                    is_cancelled=detail.state is InterviewState.CANCELLED,
                    can_move=self.desk.state.settings.live_interviews,
                    on_how=self.desk.act(self.change_how),
                    room=self.desk.state.settings.live_interviews and detail.state in ROOM_STATES,
                )
            with grid(two=True):
                InterviewLink(self.desk, detail, self.show)
                InterviewStanding(self.desk, detail)

    def draw_wish(self, wish: RequestView, detail: InterviewDetail) -> None:
        async def decline(words: str) -> None:
            await self.desk.change(reschedule_requests.decline, wish.id, words)
            await self.show()
            toast("The time stays; the candidate sees your words")

        wish_card(wish, detail.candidate_name, self.desk.zone, self.desk.act(decline))

    async def change_how(self) -> None:
        await open_how(self.desk, self.id)

    async def share(self, user_id: str) -> None:
        await self.desk.change(interviews.assign, self.id, user_id)
        toast("Shared")


def _leads_to_report(detail: InterviewDetail) -> None:
    if detail.kind is InterviewKind.LIVE:
        words = "The report holds the scorecards, the code, the chat and what happened when."
    else:
        words = _grading_words(detail)
    with card("Handed in" if detail.kind is InterviewKind.AI else "Completed"):
        text(words)
        link_button("Open the report", f"/interviews/{detail.id}/report", kind="primary").classes(
            "self-start"
        )


def _grading_words(detail: InterviewDetail) -> str:
    words = {GradingState.DONE: "The report is ready."}.get(
        detail.grading_state, GRADING.get(detail.grading_state, "The report shows the answers.") + "."
    )
    return words.replace("..", ".")

"""One interview before it is handed in: its state, link, extra time and the questions that will be asked."""

from __future__ import annotations

from typing import NamedTuple

from fastapi import Request
from fastapi.responses import Response
from sqlmodel import Session

from components.appointment import appointment_card
from components.copy_link import CopyLink
from components.dialogs import confirm
from components.fields import number_field
from components.interview_words import GRADING, POLICIES, STATES
from components.page import page
from components.pieces import (
    button,
    card,
    facts,
    grid,
    line,
    link_button,
    note,
    page_header,
    stack,
    status_chip,
    text,
)
from components.position_form import whole
from components.question_editor import QuestionEditor
from components.sharing import Sharing
from components.times import Zone
from components.toast import toast
from components.wish_card import wish_card
from neurohire.auth.actors import Actor
from neurohire.events import Event
from neurohire.services import interviews, invitations, question_sets, reschedule_requests, schedule
from neurohire.services.accounts import colleagues
from neurohire.services.interviews import OVER, InterviewDetail
from neurohire.services.question_sets import EDITABLE, QuestionView
from neurohire.services.reschedule_requests import RequestView
from neurohire.services.schedule import Appointment
from neurohire.vocabulary import (
    GradingState,
    InterviewKind,
    InterviewState,
    ModelState,
    QuestionType,
    RequestState,
)
from pages.interview_how import open_how
from pages.interviews import GRADED
from pages.team import Desk

ROOM_STATES = (InterviewState.INVITED, InterviewState.WAITING, InterviewState.LIVE)
CHANGES = ("interview_changed", "missed")
BEING_WRITTEN = (
    "A model is writing questions for this resume. Until it is done, or when you change one, "
    "the questions you see here are asked."
)


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
        with card("Questions"):
            self.hint = text(_hint(detail), "muted")
            self.questions = QuestionEditor(
                shown.questions,
                can_change=detail.state in EDITABLE,
                on_edit=desk.act(self.edit),
                on_move=desk.act(self.move),
                on_remove=desk.act(self.remove),
                on_replace=desk.act(self.replace),
                on_add=desk.act(self.add),
            )
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
        self.hint.text = _hint(shown.detail)
        self.questions.show(shown.questions, can_change=shown.detail.state in EDITABLE)
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
                self.draw_link(detail)
                self.draw_state(detail)

    def draw_wish(self, wish: RequestView, detail: InterviewDetail) -> None:
        async def decline(words: str) -> None:
            await self.desk.change(reschedule_requests.decline, wish.id, words)
            await self.show()
            toast("The time stays; the candidate sees your words")

        wish_card(wish, detail.candidate_name, self.desk.zone, self.desk.act(decline))

    def draw_link(self, detail: InterviewDetail) -> None:
        link = detail.link
        with card("Link for the candidate"):
            if detail.state in OVER:
                text("The interview is over, so its link opens nothing any more.", "muted")
                return
            if link is None:
                missing = "Make one as soon as the questions are right."
                missing = missing if detail.candidate_email else "The candidate's e-mail is missing."
                text(f"There is no link yet. {missing}", "muted")
            elif link.is_revoked or detail.state is InterviewState.EXPIRED or link.is_expired:
                words = "This link was revoked." if link.is_revoked else "This link has expired."
                note(f"{words} Make a new one to let the candidate in.", tone="attention")
            elif not link.url:
                note("This link can't be shown again. A new one ends it and can be copied.", tone="attention")
            else:
                until = self.desk.zone.both(link.expires_at)
                CopyLink(link.url, expires=f"Works until {until}. One person, one interview.")
            with line():
                button("New link", self.desk.act(self.new_link), icon="retry").mark("new-link")
                if link is not None and not (link.is_revoked or link.is_expired):
                    button("Revoke", self.desk.act(self.revoke), kind="quiet").mark("revoke")

    def draw_state(self, detail: InterviewDetail) -> None:
        word, tone = STATES[detail.state]
        with card("Where it stands"):
            status_chip(word, tone, moving=detail.state is InterviewState.LIVE)
            facts(_facts(detail, self.desk.zone))
            if detail.writing_state is ModelState.WAITING and detail.state in EDITABLE:
                note(BEING_WRITTEN)
            for words in detail.notes:
                note(words)
            if detail.state in OVER:
                return
            if detail.kind is InterviewKind.AI:
                self.draw_extra_time(detail)
            with line():
                cancel = button("Cancel this interview", self.desk.act(self.cancel), kind="danger")
                cancel.mark("cancel")

    def draw_extra_time(self, detail: InterviewDetail) -> None:
        with line().classes("extra-time"):
            self.extra = number_field(
                "Extra time",
                value=detail.extra_minutes,
                low=0,
                high=240,
                suffix="minutes",
                help="An accommodation; only your team sees it",
            )
            button("Give extra time", self.desk.act(self.give_time)).mark("give-time")

    async def change_how(self) -> None:
        await open_how(self.desk, self.id)

    async def share(self, user_id: str) -> None:
        await self.desk.change(interviews.assign, self.id, user_id)
        toast("Shared")

    async def new_link(self) -> None:
        sure = await confirm(
            "Make a new link?", "The earlier link stops working at once.", action="Make a new link"
        )
        if sure:
            await self.desk.change(invitations.reissue, self.id)
            await self.show()
            toast("The new link is ready to be copied")

    async def revoke(self) -> None:
        sure = await confirm(
            "Revoke the link?",
            "It stops working at once. What was answered so far is kept, and you can make a new link.",
            action="Revoke the link",
            danger=True,
        )
        if sure:
            await self.desk.change(invitations.revoke, self.id)
            await self.show()
            toast("The link is revoked")

    async def give_time(self) -> None:
        minutes = whole(self.extra.value)
        await self.desk.change(interviews.give_extra_time, self.id, minutes)
        toast(f"{min(max(minutes, 0), 240)} extra minutes given" if minutes > 0 else "No extra time")

    async def cancel(self) -> None:
        detail = await self.desk.read(interviews.get, self.id)
        sure = await confirm(
            f"Cancel the interview of {detail.candidate_name}?",
            "The link stops working and says so kindly. This can't be taken back.",
            action="Cancel this interview",
            danger=True,
            keep="Keep it",
        )
        if sure:
            await self.desk.change(interviews.cancel, self.id)
            toast("The interview is cancelled")

    async def edit(self, row_id: str, words: str) -> None:
        await self.desk.change(question_sets.edit, self.id, row_id, words)
        self.questions.saved(row_id)
        await self.show_questions()
        toast("Saved")

    async def move(self, row_id: str, place: int) -> None:
        await self.desk.change(question_sets.move, self.id, row_id, place)
        await self.show_questions()

    async def replace(self, row_id: str) -> None:
        await self.desk.change(question_sets.replace, self.id, row_id)
        await self.show_questions()
        toast("Here is another question like it")

    async def remove(self, row_id: str) -> None:
        views = await self.desk.read(question_sets.get, self.id)
        number = next((n for n, view in enumerate(views, 1) if view.id == row_id), 0)
        sure = await confirm(
            f"Remove question {number}?",
            f"{len(views) - 1} questions stay. It can't be brought back, but you can ask for another.",
            action=f"Remove question {number}",
            danger=True,
        )
        if sure:
            await self.desk.change(question_sets.remove, self.id, row_id)
            await self.show_questions()
            toast(f"Question {number} is removed")

    async def add(self, words: str, kind: str) -> None:
        chosen = QuestionType(kind) if kind in set(QuestionType) else QuestionType.TECHNICAL
        await self.desk.change(question_sets.add_own, self.id, words, chosen)
        self.questions.saved()
        await self.show_questions()
        toast("Added at the end")

    async def show_questions(self) -> None:
        shown = await self.desk.read(everything, self.id)
        self.questions.show(shown.questions, can_change=shown.detail.state in EDITABLE)


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


def _hint(detail: InterviewDetail) -> str:
    if detail.state in EDITABLE:
        return "Only your team sees this. Change what you like before the candidate begins."
    return "The interview has begun, so its questions stay as they are."


def _facts(detail: InterviewDetail, zone: Zone) -> list[tuple[str, str]]:
    pairs = [("Made", zone.full(detail.created_at))]
    if detail.started_at:
        pairs.append(("Begun", zone.full(detail.started_at)))
    if detail.submitted_at:
        pairs.append(("Handed in", zone.full(detail.submitted_at)))
    minutes = f"{detail.minutes} minutes"
    pairs.append(("Time", f"{minutes} + {detail.extra_minutes} extra" if detail.extra_minutes else minutes))
    pairs.append(("Policy", POLICIES[detail.policy][0]))
    share = f"{round(100 * detail.share)} % with one other candidate" if detail.share else "None"
    return [*pairs, ("Questions shared", share)]

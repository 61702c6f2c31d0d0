"""A live interview is scheduled, or moved: one form, and what came of it with link and calendar file."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui
from sqlmodel import Session

from components.appointment import calendar_links
from components.copy_link import CopyLink
from components.page import page
from components.pieces import button, card, line, link_button, page_header, stack, text
from components.schedule_form import ScheduleFields, TimeFields
from components.times import zone_named
from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.errors import DomainError, NotFound, Rejected
from neurohire.services import candidate_list, interviews, positions, schedule
from neurohire.services.accounts import colleagues
from neurohire.services.candidate_list import CandidateProfile
from neurohire.services.clashes import Clashing
from neurohire.services.interviews import InterviewDetail
from neurohire.services.positions import PositionView
from neurohire.services.schedule import Appointment
from neurohire.services.schedule_form import ScheduleForm, TimeForm
from neurohire.services.schedule_questions import Draft
from pages.schedule_checking import Checking, look_again
from pages.schedule_questions import ScheduledQuestions
from pages.schedule_who import Who
from pages.team import Desk

MOST_POSITIONS = 300


class Offered(NamedTuple):
    """What can be chosen."""

    team: dict[str, str]
    positions: dict[str, str]
    chosen: PositionView | None
    candidate: CandidateProfile | None


class Planned(NamedTuple):
    """A live interview as it stands."""

    appointment: Appointment
    detail: InterviewDetail
    team: dict[str, str]


def offered(db: Session, actor: Actor, position_id: str, candidate_id: str) -> Offered:
    """The team, the newest positions, and the position and person that were asked for."""
    schedule.require_on()
    rows, _ = positions.list_rows(db, actor, limit=MOST_POSITIONS)
    chosen = positions.get(db, actor, position_id) if position_id else None
    named = {chosen.id: chosen.title} if chosen else {}
    titles = {**named, **{row.id: row.title for row in rows}}
    person = candidate_list.get(db, actor, candidate_id) if candidate_id else None
    return Offered(colleagues(db, actor), titles, chosen, person)


def planned(db: Session, actor: Actor, interview_id: str) -> Planned:
    """One read for the page of a move, or for what came of it."""
    schedule.require_on()
    found = schedule.get(db, actor, interview_id)
    return Planned(found, interviews.get(db, actor, interview_id), colleagues(db, actor))


def register() -> None:
    """The addresses of this page."""

    @page("/interviews/new")
    async def schedule_live(request: Request) -> Response | None:
        desk = _desk(request)
        given = request.query_params
        found = await desk.open(offered, given.get("position", "")[:36], given.get("candidate", "")[:36])
        if found is None:
            return desk.to_login()
        with desk.page("Schedule a live interview", "interviews", width="reading"):
            back = (found.chosen.title, f"/positions/{found.chosen.id}") if found.chosen else None
            if found.candidate:
                back = (found.candidate.name, f"/candidates/{found.candidate.id}")
            page_header(
                "Schedule a live interview",
                "You get a link and a calendar file to send to the candidate.",
                back=back or ("Interviews", "/interviews"),
            )
            await _New(desk, found).changed()
        return None

    @page("/interviews/{interview_id}/schedule")
    async def move_live(request: Request, interview_id: str) -> Response | None:
        desk = _desk(request)
        found = await desk.open(planned, interview_id)
        if found is None:
            return desk.to_login()
        with desk.page(f"Move the interview of {found.detail.candidate_name}", "interviews", width="reading"):
            page_header(
                f"Move the interview of {found.detail.candidate_name}",
                "The link stays; its page and the calendar file say the new time.",
                back=("The interview", f"/interviews/{interview_id}"),
            )
            await _Move(desk, found, _wished(request)).changed()
        return None


def _wished(request: Request) -> datetime | None:
    """A time that the candidate suggested, from the address."""
    try:
        at = datetime.fromisoformat(request.query_params.get("at", "")[:40])
    except ValueError:
        return None
    return at if at.tzinfo is not None and 2000 < at.year < 2200 else None


def _desk(request: Request) -> Desk:
    desk = Desk(request)
    if not desk.state.settings.live_interviews:
        raise NotFound()
    return desk


class _New(Checking):
    """The form of a new one; when it is scheduled, what to send stands in its place."""

    def __init__(self, desk: Desk, found: Offered) -> None:
        self.desk = desk
        with stack("wide") as self.place:
            with card("Candidate") as place:
                place.classes("who")
                self.who = Who(desk, found.candidate)
            self.fields: ScheduleFields = ScheduleFields(
                _first_form(desk, found),
                found.team,
                found.positions,
                desk.zone,
                desk.act(self.changed),
                desk.act(self.position_changed),
            )
            with card("Questions"):
                self.questions = ScheduledQuestions(desk, self.draft)
            with line():
                self.button = button("Schedule", desk.act(self.save), kind="primary").mark("schedule")
                link_button("Cancel", "/interviews", kind="quiet")

    async def draft(self, seed: str) -> Draft:
        """What the questions are for right now."""
        who = await self.who.values()
        wanted = {name: who.get(name, "") for name in ("candidate_id", "resume_id")}
        return Draft(seed=seed, position_id=str(self.fields.position.value or ""), **wanted)

    async def position_changed(self) -> None:
        """Another plan: what was looked at does not fit any more."""
        if self.questions.is_open:
            self.questions.closed()

    async def save(self) -> None:
        """Schedule; an error stands under its field and nothing typed is lost."""
        self.clear_errors()
        self.button.set_busy(True)
        try:
            who, questions = await self.who.values(), self.questions.chosen()
            form = ScheduleForm(**self.fields.values(), **who, questions=questions)
            interview_id = await self.desk.change(schedule.schedule, form)
        except (Rejected, Clashing) as error:
            self.refuse(error)
            return
        finally:
            self.button.set_busy(False)
        self.show(await self.desk.read(planned, interview_id))

    def clear_errors(self) -> None:
        self.fields.clear_errors()
        self.who.name.error = self.who.email.error = None

    def refuse(self, error: DomainError) -> None:
        field = {"no_name": self.who.name, "bad_email": self.who.email}.get(error.code)
        if field is None:
            super().refuse(error)
            return
        field.error = error.message
        look_again()

    def show(self, found: Planned) -> None:
        """What to send, in place of the form."""
        here, there = self.desk.zone, zone_named(found.appointment.zone)
        detail, base = found.detail, f"/interviews/{found.detail.id}"
        self.place.clear()
        with self.place:
            with card("Scheduled"):
                text(there.beside(found.appointment.scheduled_at, here), "schedule-means")
                text(f"{detail.candidate_name}, {detail.title}: {found.appointment.minutes} minutes.")
                text("Nothing was sent: send the link and the calendar file to the candidate.", "muted")
                if detail.link is not None and detail.link.url:
                    CopyLink(detail.link.url, expires="One person, one interview. Moving it keeps the link.")
                calendar_links(detail.id)
            with line():
                link_button("Open the interview", base, kind="primary")
                link_button("Schedule another", "/interviews/new")
        ui.run_javascript("scrollTo(0, 0)")


def _first_form(desk: Desk, found: Offered) -> ScheduleForm:
    """Tomorrow at ten, with me, for the position that was asked for or the newest."""
    assert desk.actor is not None
    position = found.chosen
    tomorrow = (clock.now() + timedelta(days=1)).astimezone(desk.zone.info)
    form = ScheduleForm(
        date=f"{tomorrow:%Y-%m-%d}",
        time="10:00",
        zone=desk.zone.info.key,
        interviewers=[desk.actor.user_id],
        position_id=position.id if position else next(iter(found.positions), ""),
    )
    known = {"minutes": position.minutes, "policy": position.policy} if position else {}
    return form.model_copy(update=known)


class _Move(Checking):
    """Another time or other people."""

    def __init__(self, desk: Desk, found: Planned, wished: datetime | None = None) -> None:
        self.desk, self.moved = desk, found.appointment.interview_id
        self.seen = found.appointment.sequence
        now = found.appointment
        local = (wished or now.scheduled_at).astimezone(zone_named(now.zone).info)
        form = TimeForm(
            date=f"{local:%Y-%m-%d}",
            time=f"{local:%H:%M}",
            zone=now.zone,
            minutes=now.minutes,
            interviewers=[user_id for user_id, _ in now.interviewers],
        )
        gone = {user_id: name for user_id, name in now.interviewers if user_id not in found.team}
        with stack("wide"):
            text(f"Now: {zone_named(now.zone).beside(now.scheduled_at, desk.zone)}")
            self.fields = TimeFields(form, {**found.team, **gone}, desk.zone, desk.act(self.changed))
            with line():
                self.button = button("Move it", desk.act(self.save), kind="primary").mark("move")
                link_button("Keep it as it is", f"/interviews/{self.moved}", kind="quiet")

    async def save(self) -> None:
        """Move; then back to the interview."""
        self.fields.clear_errors()
        self.button.set_busy(True)
        try:
            await self.desk.change(schedule.reschedule, self.moved, self.fields.form(), self.seen)
        except (Rejected, Clashing) as error:
            self.refuse(error)
            return
        finally:
            self.button.set_busy(False)
        ui.navigate.to(f"/interviews/{self.moved}")

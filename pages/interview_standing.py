"""Where an interview stands, on its page: the facts, extra time, and calling it off."""

from __future__ import annotations

from components.dialogs import confirm
from components.fields import number_field
from components.interview_words import POLICIES, STATES
from components.pieces import button, card, facts, line, note, status_chip
from components.position_form import whole
from components.times import Zone
from components.toast import toast
from neurohire.services import interviews
from neurohire.services.interviews import OVER, InterviewDetail
from neurohire.services.question_sets import EDITABLE
from neurohire.vocabulary import InterviewKind, InterviewState, ModelState
from pages.team import Desk

BEING_WRITTEN = (
    "A model is writing questions for this resume. Until it is done, or when you change one, "
    "the questions you see here are asked."
)


class InterviewStanding:
    """A card drawn into the current place; the page draws itself anew when the interview changes."""

    def __init__(self, desk: Desk, detail: InterviewDetail) -> None:
        self.desk, self.id = desk, detail.id
        word, tone = STATES[detail.state]
        with card("Where it stands"):
            status_chip(word, tone, moving=detail.state is InterviewState.LIVE)
            facts(_facts(detail, desk.zone))
            if detail.writing_state is ModelState.WAITING and detail.state in EDITABLE:
                note(BEING_WRITTEN)
            for words in detail.notes:
                note(words)
            if detail.state in OVER:
                return
            if detail.kind is InterviewKind.AI:
                self.draw_extra_time(detail)
            with line():
                button("Cancel this interview", desk.act(self.cancel), kind="danger").mark("cancel")

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


def _facts(detail: InterviewDetail, zone: Zone) -> list[tuple[str, str]]:
    pairs = [("Made", zone.full(detail.created_at))]
    if detail.started_at:
        pairs.append(("Begun", zone.full(detail.started_at)))
    if detail.submitted_at:
        over = "Handed in" if detail.kind is InterviewKind.AI else "Completed"
        pairs.append((over, zone.full(detail.submitted_at)))
    minutes = f"{detail.minutes} minutes"
    pairs.append(("Time", f"{minutes} + {detail.extra_minutes} extra" if detail.extra_minutes else minutes))
    pairs.append(("Policy", POLICIES[detail.policy][0]))
    share = f"{round(100 * detail.share)} % with one other candidate" if detail.share else "None"
    return [*pairs, ("Questions shared", share)]

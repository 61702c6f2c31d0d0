"""What the candidate's own page says: the state of an interview, what became of a wish for another time."""

from __future__ import annotations

from typing import NamedTuple

from components.pieces import Tone
from components.texts import Texts
from components.times import zone_named
from neurohire.services.my_page import MyInterview
from neurohire.services.reschedule_requests import RequestView
from neurohire.vocabulary import InterviewState, RequestState

DONE = (InterviewState.SUBMITTED, InterviewState.REVIEWED, InterviewState.TERMINATED)


class Wish(NamedTuple):
    """What became of a wish for another time."""

    title: str
    lines: list[str]
    tone: Tone
    is_open: bool


def state_words(texts: Texts, of: MyInterview) -> tuple[str, Tone]:
    """A word and a tone."""
    _ = texts.say
    if of.state in DONE:
        return _("Done"), "good"
    if of.state is InterviewState.CANCELLED:
        return _("Cancelled"), "neutral"
    if of.state in (InterviewState.LIVE, InterviewState.WAITING):
        return _("Under way"), "accent"
    if of.state is InterviewState.EXPIRED or (of.live is not None and of.live.is_past):
        return _("Its time has passed"), "attention"
    if not of.is_open:
        return _("Link withdrawn"), "attention"
    return (_("Planned"), "accent") if of.live is not None else (_("Open to take"), "accent")


def wish_words(texts: Texts, of: MyInterview) -> Wish | None:
    """None: nothing was asked, or it is of no matter any more."""
    _ = texts.say
    request = of.request
    if request is None or request.state is RequestState.WITHDRAWN:
        return None
    if request.state is RequestState.OPEN:
        if not of.may_ask:
            return None
        return Wish(
            _("You asked for another time"),
            [*_asked(texts, request), _("Until you hear from us, the time above stands.")],
            "accent",
            True,
        )
    if request.state is RequestState.ACCEPTED:
        return Wish(_("It was moved as you asked"), [_("The time above is the new one.")], "good", False)
    lines = [request.answer] if request.answer else []
    return Wish(_("It could not be moved"), [*lines, _("The time above stands.")], "attention", False)


def _asked(texts: Texts, request: RequestView) -> list[str]:
    zone = zone_named(request.zone)
    times = " · ".join(zone.full(at) for at in request.times)
    said = [texts.say("You wrote: {words}", words=request.words)] if request.words else []
    return [*said, *([texts.say("It would suit you: {times}", times=times)] if times else [])]

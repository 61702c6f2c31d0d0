"""The recordings of a live call on its report: a player for each person and take."""

from __future__ import annotations

from itertools import groupby

from nicegui import ui

from components.interview_words import several
from components.live_report import clock, lasted
from components.pieces import card, text
from components.times import Zone
from neurohire.services.call_recordings import TakeView
from neurohire.services.live_reports import LiveReport


def live_recordings(interview_id: str, live: LiveReport, zone: Zone) -> None:
    """Nothing where no recording was planned and none is there."""
    if not live.is_recorded and not live.recordings:
        return
    with card("Recordings") as box:
        box.classes("no-print").mark("recordings")
        if not live.recordings:
            text("Nothing was recorded: nobody who had agreed to it was in the call.", "muted")
        for name, takes in groupby(live.recordings, key=lambda take: take.name):
            text(name or "Candidate", tag="h3")
            with ui.element("div").classes("recorded-person"):
                for number, take in enumerate(takes, 1):
                    _take(interview_id, take, number, zone)


def _take(interview_id: str, take: TakeView, number: int, zone: Zone) -> None:
    with ui.element("div").classes("recorded-take"):
        if take.has_start:
            _player(interview_id, take, number)
        else:
            text("The beginning did not arrive, so this one can't be played.", "muted")
        text(_words(take, zone), "small number muted")


def _player(interview_id: str, take: TakeView, number: int) -> None:
    player = ui.element("video" if take.is_picture else "audio").mark("call-take")
    player.props.update(
        {
            "controls": True,
            "preload": "metadata",
            "src": f"/api/v1/interviews/{interview_id}/call-recordings/{take.id}?as=staff",
            "aria-label": f"{take.name}, recording {number}",
        }
    )


def _words(take: TakeView, zone: Zone) -> str:
    """'14:05:09, 12 min, sound only, 2 pieces did not arrive'."""
    parts = [f"From {clock(zone, take.started_at)} to {clock(zone, take.ends_at)}", lasted(take.seconds)]
    if not take.is_picture:
        parts.append("sound only")
    if take.missing:
        words = several(take.missing, "piece did not arrive", "pieces did not arrive")
        parts.append(f"gap: {words}")
    return ", ".join(parts)

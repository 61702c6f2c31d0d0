"""What was measured of the checks of the camera, with its uncertainty, and what it does not tell."""

from __future__ import annotations

from collections.abc import Sequence

from nicegui import ui

from components.incident_words import incident_names
from components.pieces import card, note, text
from components.texts import texts_for
from neurohire.proctoring.measured import Measured, likely
from neurohire.proctoring.rules import WINDOWS, Window

DECIDES = (
    "Software notes, people decide: nothing ends, counts or lowers a score by itself. Look at the picture, "
    "read what the candidate says to it, and ask."
)
NOT_TOLD = (
    "The pictures are few, mostly well lit, and of a public collection; the last column says how much the "
    "true share may differ by chance alone.",
    "The thresholds were chosen with these pictures in view, so the figures are rather too good.",
    "Whether the checks err more often with some people than with others was not measured: the collection is "
    "too small for that. Glasses, head coverings, a dark room or an unusual camera may matter.",
    "Far, blurred, dark, covered and standing still were tried on pictures that had been altered for it.",
)
NOT_NOTICED = (
    "A photograph or a film that is held before the camera.",
    "Another person in the candidate's place, or two who take turns: faces are counted, not recognised.",
    "Help from outside the picture, from another window or by the voice.",
    "A program that pretends to be a camera.",
)
YOURS = "python -m neurohire evaluate frames DIR --manifest CSV"


def reliability(found: Measured) -> None:
    """The whole page under its heading."""
    note(DECIDES)
    with card("On single pictures"):
        text(f"{found.pictures} pictures, with what people said is to be seen in them.", "muted")
        _table(
            ("Check", "Counted", "True share, likely"),
            [(name, *_share(*of)) for name, *of in _pictures(found)],
        )
    with card("Over minutes"):
        text(
            f"In {found.minutes:.0f} minutes put together from the same pictures, moved and with a camera's "
            f"noise, {found.stretches_found} of {found.stretches} stretches with something to be found were "
            f"noted; {found.invented} times something was noted where there was nothing."
        )
        text("One picture makes no incident. It begins when this was to be seen:", "muted")
        names = incident_names(texts_for("en"))
        _table(
            ("Incident", "Has to last"), [(names[kind], _lasts(window)) for kind, window in WINDOWS.items()]
        )
    with card("What the figures do not tell"):
        _list(NOT_TOLD)
    with card("What is not noticed"):
        _list(NOT_NOTICED)
    with card("With pictures of your own"):
        text("A folder of JPEG pictures and a CSV with the columns file, faces and look:", "muted")
        text(YOURS, tag="code")


def _pictures(found: Measured) -> list[tuple[str, int, int]]:
    return [
        ("One person is counted as one", found.single_exact, found.single_total),
        ("Several people are seen as several", found.multi_seen, found.multi_total),
        ("Nobody is there, and yet a face is seen", found.empty_false, found.empty_total),
        ("Turned away, and it is said", found.away_caught, found.away_total),
        ("Looks at the camera, and yet turned away is said", found.camera_false, found.camera_total),
    ]


def _share(hits: int, total: int) -> tuple[str, str]:
    between = likely(hits, total)
    return f"{hits} of {total}", f"{between.low:.0%} to {between.high:.0%}"


def _lasts(window: Window) -> str:
    return f"{window.share:.0%} of {window.seconds:g} seconds"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    scrolled = ui.element("div").classes("meter-scroll")
    scrolled.props.update({"tabindex": 0, "role": "region", "aria-label": heads[0]})
    with scrolled, ui.element("table").classes("meter-table"):
        with ui.element("thead"), ui.element("tr"):
            for head in heads:
                text(head, tag="th").props["scope"] = "col"
        with ui.element("tbody"):
            for name, *values in rows:
                with ui.element("tr"):
                    text(name, tag="th").props["scope"] = "row"
                    for value in values:
                        text(value, "number", tag="td")


def _list(lines: Sequence[str]) -> None:
    with ui.element("ul").classes("plain-list"):
        for words in lines:
            text(words, tag="li")

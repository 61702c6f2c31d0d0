"""The scorecards of a live interview side by side, line by line, with the mean of what was given."""

from __future__ import annotations

from nicegui import ui

from components.interview_words import several
from components.pieces import card, line, note, stack, status_chip, text
from components.recommendation_words import RECOMMENDATIONS
from components.times import Zone
from neurohire.services.scorecards import Cards, CardView, LineMean, SubmittedCard, SubmittedLine

HIDDEN = (
    "You see the others' scorecards once yours is submitted or it is decided, "
    "so that everybody judges alone first."
)


def live_scorecards(found: Cards, zone: Zone) -> None:
    """What the reader may see; who is missing is named, what is hidden is said."""
    with card("Scorecards"):
        if found.hidden:
            words = several(found.hidden, "scorecard is", "scorecards are")
            note(f"{words} submitted. {HIDDEN}")
        elif found.is_mine_missing and not found.cards:
            text(f"{HIDDEN} Nobody has submitted one yet.", "muted")
        elif not found.cards:
            text("No scorecard is submitted yet.", "muted")
        if found.missing and (found.cards or not found.is_mine_missing):
            text(f"Still to come from {_names(found.missing)}.", "muted")
        if found.cards:
            _judgements(found, zone)
            _table(found)


def _judgements(found: Cards, zone: Zone) -> None:
    """Recommendation and reason of each, before any figure."""
    with ui.element("div").classes("judgements"):
        for view in found.cards:
            word, tone = RECOMMENDATIONS[view.card.recommendation]
            with ui.element("article").classes("judgement stack stack-tight").mark("scorecard"):
                with line():
                    text(_who(view), tag="h3")
                    status_chip(word, tone)
                text(view.card.words, "keep-lines")
                version = f", version {view.number}" if view.number > 1 else ""
                late = ", after the decision" if view.is_after_decision else ""
                text(f"Submitted {zone.full(view.at)}{version}{late}", "muted small")
                for at, earlier in view.earlier:
                    _earlier(zone.full(at), earlier)


def _earlier(when: str, before: SubmittedCard) -> None:
    with ui.element("details").classes("more"):
        text(f"Before: {RECOMMENDATIONS[before.recommendation][0]}, {when}", tag="summary")
        with stack("tight"):
            text(before.words, "keep-lines small")
            for one in before.lines:
                if one.points is not None or one.words.strip():
                    text(f"{one.group} · {one.name}: {_points(one)} {one.words}".strip(), "muted small")


def _table(found: Cards) -> None:
    several_cards = len(found.cards) > 1
    with ui.element("div").classes("cards-scroll"), ui.element("table").classes("cards-table"):
        with ui.element("thead"), ui.element("tr"):
            text("", tag="th").props["aria-label"] = "What was judged"
            for view in found.cards:
                text(_who(view), tag="th").props["scope"] = "col"
            if several_cards:
                text("Mean", "cards-mean", tag="th").props["scope"] = "col"
        group = ""
        for mean in found.means:
            with ui.element("tbody"):
                if mean.line.group != group:
                    group = mean.line.group
                    _group(mean, len(found.cards) + 1 + several_cards)
                _row(mean, found, several_cards)
    text("Points from 0 to 4. The mean counts each card that has points for the line.", "muted small")


def _group(mean: LineMean, columns: int) -> None:
    with ui.element("tr").classes("cards-group"):
        cell = text(mean.line.group, tag="th")
        cell.props.update({"colspan": columns, "scope": "colgroup", "title": mean.line.about})


def _row(mean: LineMean, found: Cards, several_cards: bool) -> None:
    with ui.element("tr"):
        text(mean.line.name, tag="th").props["scope"] = "row"
        for view in found.cards:
            given = next((one for one in view.card.lines if one.key == mean.line.key), None)
            with ui.element("td"):
                _given(given)
        if several_cards:
            words = "–" if mean.mean is None else f"{mean.mean:.1f}"
            text(words, "cards-mean number", tag="td")


def _given(given: SubmittedLine | None) -> None:
    if given is None or (given.points is None and not given.words.strip()):
        text("–", "muted", tag="span").props["aria-label"] = "not judged"
        return
    shown = text(_points(given), "number cards-points", tag="b")
    if given.points is not None:
        shown.props["title"] = given.anchors[given.points]
        text(given.anchors[given.points], "muted small cards-anchor")
    if given.words.strip():
        text(given.words, "small keep-lines")


def _points(given: SubmittedLine) -> str:
    return "–" if given.points is None else str(given.points)


def _who(view: CardView) -> str:
    return f"{view.name} (you)" if view.is_mine else view.name


def _names(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"

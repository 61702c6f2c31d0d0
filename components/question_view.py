"""A question of the pool in full: words, rubric, figures, uses, versions with what changed, history."""

from __future__ import annotations

from nicegui import ui

from components.interview_words import STATES, TYPES, several
from components.pieces import facts, line, note, stack, status_chip, tag, text
from components.pool_words import (
    BUCKETS,
    CHANGES,
    POOL_SOURCES,
    POOL_STATES,
    level_words,
    mean_words,
    source_words,
    spread_words,
)
from components.position_form import FIELDS, LANGUAGES
from components.times import Zone
from neurohire.models.questions import Criterion, Question
from neurohire.questions import cases
from neurohire.questions.word_diff import Change
from neurohire.services.pool_list import PoolRow
from neurohire.services.pool_sheet import PoolDetail, VersionView
from neurohire.vocabulary import PoolState, QuestionSource

NO_RUBRIC = "No rubric: it can be asked, is shown to you and not assessed, and is never planned by itself."
FOR_ONE = (
    "Written for one interview, so only those who see that interview see it here. "
    "Make a copy to ask others, and take out what is about the person."
)
FORM = (
    "A form: {fact} becomes a line of the candidate's resume, {skill} a skill. "
    "No line of anybody is shown here."
)


def question_view(detail: PoolDetail, zone: Zone) -> None:
    """Everything but the buttons."""
    row = detail.row
    with line():
        tag(TYPES[row.type], "accent")
        tag(row.skill)
        status_chip(source_words(row), POOL_SOURCES[row.source][1])
        if row.state is not PoolState.ACTIVE:
            status_chip(POOL_STATES[row.state], "attention")
    text(detail.question.text, "question-words keep-lines pool-words")
    if row.source is QuestionSource.RESUME:
        note(FORM)
    elif detail.for_interview:
        note(FOR_ONE)
    facts(_facts(detail, zone))
    _figures(row)
    _rubric(detail.question)
    _uses(detail, zone)
    _versions(detail.versions, zone)
    _history(detail, zone)


def _facts(detail: PoolDetail, zone: Zone) -> list[tuple[str, str]]:
    row, question = detail.row, detail.question
    fields = ", ".join(FIELDS.get(field, field) for field in question.fields)
    pairs = [("Level", level_words(row)), ("Fields", fields or "Any")]
    if row.language != "en":
        pairs.append(("Language", LANGUAGES.get(row.language, row.language)))
    if row.source is QuestionSource.RECRUITER:
        pairs.append(("Seen by", "Everybody of the team" if row.is_open else "Its author and admins"))
    if detail.pinned:
        pairs.append(("Used in", ", ".join(title for _, title in detail.pinned)))
    if detail.merged:
        pairs.append(("Counts too", several(len(detail.merged), "merged question")))
    last = zone.full(row.last_used_at) if row.last_used_at else "Never"
    return [*pairs, ("Times used", f"{row.uses:,}"), ("Last used", last)]


def _figures(row: PoolRow) -> None:
    with _section("Scores"):
        if row.mean is None:
            words = spread_words(row) + "." if row.scored else "Nobody's answer has a score yet."
            text(words, "muted small")
            return
        with line().classes("figures"):
            text(mean_words(row), "number figures-mean")
            text(f"of 10 on average, {several(row.scored, 'answer')}", "muted small")
        with ui.element("div").classes("spread spread-large") as bars:
            bars.props.update({"role": "img", "aria-label": spread_words(row)})
            most = max(row.spread, default=0) or 1
            for count, words in zip(row.spread, BUCKETS, strict=False):
                with ui.element("span"):
                    text(str(count or ""), "number small", tag="b")
                    bar = ui.element("i")
                    bar.style["height"] = f"{max(2, round(64 * count / most))}px"
                    text(words.replace(" to ", "–"), "muted small", tag="span")


def _rubric(question: Question) -> None:
    with _section("Rubric"):
        if not question.rubric:
            text(NO_RUBRIC, "muted small")
        for criterion in question.rubric:
            _criterion(criterion)
        if question.follow_ups:
            with ui.element("div").classes("rubric-line"):
                text("Asked when a point is not touched", tag="b")
                with ui.element("ul"):
                    for follow_up in question.follow_ups:
                        text(follow_up.text, tag="li")
        if question.languages or question.starter:
            text(f"Editor: {', '.join(question.languages) or 'any language'}", "muted small")
        if question.starter:
            text(question.starter, "pool-code", tag="pre")
        if question.test_cases:
            with ui.element("div").classes("rubric-line"):
                text("How code is tested", tag="b")
                with ui.element("ul"):
                    for case in question.test_cases:
                        text(cases.told(case), tag="li")


def _criterion(criterion: Criterion) -> None:
    with ui.element("div").classes("rubric-line"):
        weight = f" × {criterion.weight:g}" if criterion.weight != 1 else ""
        text(criterion.name + weight, tag="b")
        with ui.element("ul"):
            for point in criterion.points:
                text(point, tag="li")
        with ui.element("ol").classes("score-anchors"):
            for number, words in sorted(criterion.anchors.items()):
                with ui.element("li"):
                    text(str(number), tag="b")
                    text(words, tag="span")


def _uses(detail: PoolDetail, zone: Zone) -> None:
    with _section("Uses"):
        if not detail.row.uses:
            text("No interview has it yet.", "muted small")
        for use in detail.uses:
            with ui.element("div").classes("use"):
                with line(ends=True):
                    link = text(use.candidate_name or "No name", tag="a")
                    link.props["href"] = f"/interviews/{use.interview_id}"
                    score = "" if use.score is None else f"{use.score:.1f} of 10"
                    text(score or STATES[use.state][0], "number small" if score else "muted small")
                text(f"{use.title} · {zone.short(use.at)} · version {use.version}", "muted small")
                if use.asked_as:
                    text(f"Asked there as: {use.asked_as}", "small keep-lines")
        if detail.uses_elsewhere:
            words = (
                "1 more that is" if detail.uses_elsewhere == 1 else f"{detail.uses_elsewhere:,} more that are"
            )
            text(f"{words} not yours to see, or further back.", "muted small")


def _versions(versions: list[VersionView], zone: Zone) -> None:
    with _section("Versions"):
        for version in versions:
            by = f"by {version.by}" if version.by else ""
            with stack("tight").classes("version"):
                text(f"Version {version.number} {by}".strip(), tag="b")
                text(zone.full(version.at), "muted small")
                word_changes(version.changes)


def word_changes(changed: list[Change]) -> None:
    """Part by part; what came is underlined, what went is struck through."""
    for change in changed:
        with ui.element("p").classes("word-diff small keep-lines"):
            text(f"{change.part}: ", "muted", tag="span")
            for piece in change.pieces:
                text(piece.words, tag={"same": "span", "added": "ins", "gone": "del"}[piece.kind])


def _history(detail: PoolDetail, zone: Zone) -> None:
    if not detail.changes:
        return
    with _section("History"), ui.element("ul").classes("pool-history"):
        for change in detail.changes:
            about = f": {change.about[:90]}" if change.about else ""
            by = f" · {change.by}" if change.by else ""
            with ui.element("li"):
                text(f"{CHANGES.get(change.kind, change.kind)}{about}", "small", tag="span")
                text(f"{zone.short(change.at)}{by}", "muted small", tag="span")


def _section(title: str) -> ui.element:
    section = ui.element("section").classes("pool-section")
    with section:
        text(title, tag="h3")
    return section

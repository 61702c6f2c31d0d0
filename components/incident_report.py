"""What the checks noted, in the report: each incident with picture, causes, answer and judgement."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui
from nicegui.element import Element

from components.fields import area_field
from components.icons import icon
from components.incident_words import BY_SOFTWARE, JUDGEMENTS, NOT_SEEN, incident_names, likely_causes
from components.live_report import clock, lasted
from components.pieces import button, card, line, link_button, stack, status_chip, text
from components.texts import texts_for
from components.timeline_lane import Lane, Mark
from components.times import Zone
from neurohire.services.incident_report import Checks
from neurohire.services.incidents import MOST_WORDS, IncidentView
from neurohire.services.live_reports import LiveReport
from neurohire.vocabulary import Judgement

Judge = Callable[[str, Judgement, str | None], Awaitable[None]]
Act = Callable[[Callable[[], Awaitable[None]]], Callable[[], Awaitable[None]]]
FIRST = 12  # incidents shown at once
HANDFUL = 5  # more than these can be filtered
FILTERS = {
    "": "All",
    Judgement.OPEN: "To look at",
    Judgement.CONFIRMED: "Confirmed",
    Judgement.DISMISSED: "Dismissed",
}
NAMES, CAUSES = incident_names(texts_for("en")), likely_causes()
# a moment later: what is drawn again is still on its way
FOCUS = """setTimeout(() => document.querySelector("#incident-{} .noted-acts button")?.focus(), 100)"""
SHOW = """setTimeout(() => document.getElementById("{}")?.scrollIntoView({{ block: "center" }}), 100)"""


class IncidentReport:
    """One card; a row is drawn again only when its own incident has changed."""

    def __init__(self, zone: Zone, candidate: str, act: Act, judge: Judge) -> None:
        self.zone, self.candidate = zone, candidate or "The candidate"
        self.act, self._judge = act, judge
        self.rows: dict[str, _Row] = {}
        self.names: dict[str, str] = {}
        self.chosen, self.judged_here = "", ""
        self.shown: Checks | None = None
        self.filters: dict[str, Element] = {}
        self.box = stack()

    def show(self, checks: Checks) -> None:
        """As it stands now."""
        if checks == self.shown:
            return
        self.shown, self.names = checks, checks.names
        if list(self.rows) != [one.id for one in checks.incidents] or not self.rows:
            self._draw(checks)
            return
        for one in checks.incidents:
            row = self.rows[one.id]
            if one != row.view:
                row.draw(one)
                if one.id == self.judged_here:
                    self.judged_here = ""
                    ui.run_javascript(FOCUS.format(one.id))
        self._filter()

    def reveal(self, key: str) -> None:
        """A mark of the timeline leads to an incident that is filtered out: show all again."""
        row = self.rows.get(key.removeprefix("incident-"))
        if row is not None and row.box.props.get("hidden"):
            self.choose("")
            ui.run_javascript(SHOW.format(key))

    def choose(self, judgement: str) -> None:
        """Show only those."""
        self.chosen = judgement
        self._filter()

    async def judge(self, view: IncidentView, judgement: Judgement, note: str | None) -> None:
        """Store the judgement of whoever is signed in; the row follows by the event."""
        self.judged_here = view.id
        await self._judge(view.id, judgement, note)

    def _draw(self, checks: Checks) -> None:
        self.rows.clear()
        self.filters.clear()
        self.box.clear()
        with self.box, card("What the checks noted"):
            if not checks.incidents:
                _nothing(checks)
                return
            with line():
                text(BY_SOFTWARE, "muted")
                link_button("How reliable is this?", "/how-reliable", kind="quiet").classes("no-print")
            if len(checks.incidents) > HANDFUL:
                self._draw_filters()
            with ui.element("div"):
                for one in checks.incidents[:FIRST]:
                    self.rows[one.id] = _Row(self, one)
            if len(checks.incidents) > FIRST:
                with ui.element("details").classes("more"):
                    text(f"{len(checks.incidents) - FIRST} more", tag="summary")
                    for one in checks.incidents[FIRST:]:
                        self.rows[one.id] = _Row(self, one)
            self.none = text("None of them.", "muted no-print")
        self._filter()

    def _draw_filters(self) -> None:
        with ui.element("div").classes("table-filters no-print") as row:
            row.props.update({"role": "group", "aria-label": "Show"})
            for judgement, word in FILTERS.items():
                chip = text(word, "filter-chip", tag="button")
                chip.props["type"] = "button"
                chip.on("click", lambda judgement=judgement: self.choose(judgement))
                self.filters[judgement] = chip

    def _filter(self) -> None:
        for row in self.rows.values():
            row.box.props.set_bool("hidden", self.chosen not in ("", row.view.judgement))
        for judgement, chip in self.filters.items():
            chip.props["aria-pressed"] = str(judgement == self.chosen).lower()
        self.none.props.set_bool("hidden", not all(row.box.props.get("hidden") for row in self.rows.values()))


class _Row:
    """One incident."""

    def __init__(self, report: IncidentReport, view: IncidentView) -> None:
        self.report = report
        self.box = ui.element("article").classes("noted").mark("incident")
        self.box.props["id"] = f"incident-{view.id}"
        self.draw(view)

    def draw(self, view: IncidentView) -> None:
        """All of it: nothing is typed in here."""
        self.view = view
        self.box.clear()
        with self.box:
            self._picture()
            with stack("tight"):
                self._head()
                text(f"Often it is this: {CAUSES[view.kind]}", "muted small")
                if view.comment:
                    self._comment()
                self._judged()
                self._acts()

    def _picture(self) -> None:
        if not self.view.has_evidence:
            with ui.element("div").classes("noted-picture is-none"):
                icon("camera-off")
                text("Picture deleted" if self.view.evidence_deleted_at else "No picture", "small")
            return
        address = f"/api/v1/incidents/{self.view.id}/evidence"
        words = f"Picture of {clock(self.report.zone, self.view.evidence_at or self.view.began_at)}"
        with ui.element("a").classes("noted-picture") as link:
            link.props.update({"href": address, "target": "_blank", "rel": "noopener"})
            link.props["title"] = f"{words}, opens in a new tab"
            picture = ui.element("img")
            picture.props.update({"src": address, "alt": words, "loading": "lazy"})

    def _head(self) -> None:
        view = self.view
        with line(ends=True):
            with line():
                text(NAMES[view.kind], tag="h3")
                text(self._when(), "number muted", tag="span")
            status_chip(*JUDGEMENTS[view.judgement])

    def _when(self) -> str:
        began = clock(self.report.zone, self.view.began_at)
        if self.view.ended_at is None:
            return f"{began}, to the end"
        return f"{began}, for {lasted(max(1, (self.view.ended_at - self.view.began_at).total_seconds()))}"

    def _comment(self) -> None:
        with ui.element("figure").classes("quote"):
            text(self.view.comment, tag="blockquote")
            with ui.element("figcaption"):
                at = self.view.commented_at
                when = f", {self.report.zone.full(at)}" if at else ""
                text(f"{self.report.candidate}{when}", tag="span")

    def _judged(self) -> None:
        view = self.view
        if view.judged_at is None:
            return
        is_open = view.judgement is Judgement.OPEN
        done = "Taken back" if is_open else JUDGEMENTS[view.judgement][0]
        name = self.report.names.get(view.judged_by, "")
        by = f" by {name}" if name else ""
        text(f"{done}{by}, {self.report.zone.full(view.judged_at)}", "muted small")
        if view.note and not is_open:
            text(view.note, "keep-lines")

    def _acts(self) -> None:
        with line().classes("no-print noted-acts"):
            if self.view.judgement is not Judgement.OPEN:
                self._judge_button("Take back", Judgement.OPEN, None)
                return
            self._judge_button("Confirm", Judgement.CONFIRMED, "")
            self._judge_button("Dismiss", Judgement.DISMISSED, "")
            noting = button("With a note …", self.report.act(self.judge_with_note), kind="quiet")
            noting.mark("incident-note").props["aria-label"] = f"With a note: {self._called()}"

    def _called(self) -> str:
        return f"{NAMES[self.view.kind]}, {self._when()}"

    def _judge_button(self, word: str, judgement: Judgement, note: str | None) -> None:
        async def judge() -> None:
            await self.report.judge(self.view, judgement, note)

        made = button(word, self.report.act(judge)).mark(f"incident-{judgement}")
        made.props["aria-label"] = f"{word}: {self._called()}"

    async def judge_with_note(self) -> None:
        """The note of a judgement that was taken back is there to begin with."""
        title = self._called()
        with ui.dialog() as dialog, ui.element("div").classes("dialog") as box:
            box.props.update({"role": "dialog", "aria-label": title})
            text(title, tag="h2")
            words = area_field(
                "Note",
                value=self.view.note,
                rows=4,
                limit=MOST_WORDS,
                help="Stands in the report with your name; the candidate's page does not show it.",
            ).mark("note-words")
            with ui.element("div").classes("dialog-actions"):
                button("Cancel", lambda: dialog.submit(None))
                for word, judgement in (("Confirm", Judgement.CONFIRMED), ("Dismiss", Judgement.DISMISSED)):
                    made = button(word, lambda judgement=judgement: dialog.submit(judgement))
                    made.mark(f"noted-{judgement}")
        judged = await dialog
        if not dialog.is_deleted:  # the page may be gone
            dialog.delete()
        if judged is not None:
            await self.report.judge(self.view, judged, str(words.value or ""))


def incident_lane(live: LiveReport) -> list[Lane]:
    """For the timeline; none when nothing was noted."""
    begun = live.started_at
    if begun is None or not live.checks.incidents:
        return []
    marks = []
    for one in live.checks.incidents:
        start = max(0.0, (one.began_at - begun).total_seconds())
        end = (one.ended_at - begun).total_seconds() if one.ended_at else float(live.seconds)
        marks.append(Mark(f"incident-{one.id}", start, max(start, end), NAMES[one.kind]))
    return [Lane("Checks", marks)]


def _nothing(checks: Checks) -> None:
    """Never a silent pass: whether anything could be noted at all is said, too."""
    if checks.has_agreed is None:
        text("Not checked: checks of the camera were not part of this interview.", "muted")
    elif not checks.has_agreed:
        text("Not checked: the candidate did not agree to checks of the camera.", "muted")
    elif not checks.was_checked:
        why = "the checks are off on this server" if checks.problems else "no picture of the camera came"
        text(f"Not checked: {why}.", "muted")
        text(" ".join(checks.problems), "muted small")
    else:
        text("Nothing was noted.")
        text(NOT_SEEN, "muted small")

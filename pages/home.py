"""Home: what needs you, what is under way, what came in last."""

from __future__ import annotations

from dataclasses import replace

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui
from sqlmodel import Session

from components.data_table import DataTable
from components.interview_words import capped, several
from components.meter import warning_words
from components.page import page
from components.pieces import card, empty_state, line, link_button, note, page_header, stack, text
from components.table import TablePage, TableQuery
from neurohire.auth.actors import Actor
from neurohire.services import overview, spending
from neurohire.services.overview import HomeView
from neurohire.settings import Settings
from pages.interviews import COLUMNS, row_of
from pages.team import Desk


def register() -> None:
    """The address of this page."""

    @page("/")
    async def home(request: Request) -> Response | None:
        desk = Desk(request)
        found = await desk.open(_read, desk.state.settings)
        if found is None:
            return desk.to_login()
        with desk.page("Home", "home"):
            _show(desk, *found)
        return None


def _read(db: Session, actor: Actor, settings: Settings) -> tuple[HomeView, float | None]:
    """What is to do, and how near the month's limit of the services is (for admins)."""
    return overview.home(db, actor), spending.warning(db, actor, settings)


def _show(desk: Desk, view: HomeView, share: float | None) -> None:
    assert desk.actor is not None
    with page_header(f"Hello, {desk.actor.name}", _sentence(view)):
        link_button("New position", "/positions/new", kind="primary", icon="add")
    if share is not None:
        note(warning_words(share), tone="bad" if share >= spending.SPENT else "attention")
    if not view.positions and not view.recent:
        with card(plain=True):
            empty_state(
                "Start with a position",
                "Paste a job description, drop the resumes, and hand each candidate a link of their own.",
                action="Make your first position",
                href="/positions/new",
                picture="positions",
            )
        return
    _needs_you(desk, view)
    with stack():
        with line(ends=True):
            text("Recent interviews", tag="h2")
            link_button("All interviews", "/interviews", kind="quiet")
        _recent(desk, view)


def _sentence(view: HomeView) -> str:
    parts = [f"{capped(view.live)} live now", f"{capped(view.invited)} invited"]
    return " · ".join([*parts, f"{capped(view.to_decide)} to decide"])


def _needs_you(desk: Desk, view: HomeView) -> None:
    with card("Needs you"):
        if not view.to_decide and not view.waiting and not view.to_judge:
            text("Nothing right now. Reports appear here as soon as candidates hand in.", "muted")
            return
        with ui.element("ul").classes("todo"):
            if view.to_judge:
                words = several(view.to_judge, "scorecard is", "scorecards are") + " still to come from you"
                first, _ = view.unjudged[0]
                names = ", ".join(name for _, name in view.unjudged[:3])
                more = view.to_judge - min(len(view.unjudged), 3)
                detail = names + (f" and {more} more" if more > 0 else "")
                _todo("edit", words, detail, "Write it", f"/interviews/{first}/report")
            if view.to_decide:
                words = "reports to decide" if view.to_decide != 1 else "report to decide"
                words = f"{capped(view.to_decide)} {words}"
                _todo("flag", words, _names(view), "Decide", "/interviews?show=decide")
            for waiting in view.waiting:
                needs = several(waiting.files, "file needs", "files need") + " an e-mail"
                href = f"/positions/{waiting.position_id}?show=needs_email"
                _todo("mail", needs, waiting.title, "Complete", href)


def _names(view: HomeView) -> str:
    names = [row.candidate_name for row in view.reports[:3]]
    more = view.to_decide - len(names)
    return ", ".join(names) + (f" and {capped(more)} more" if more > 0 else "")


def _todo(picture: str, words: str, detail: str, action: str, href: str) -> None:
    with ui.element("li"):
        ui.element("span").classes(f"icon i-{picture}").props("aria-hidden=true")
        with ui.element("div").classes("todo-words"):
            text(words, tag="b")
            text(detail, "muted small truncate", tag="span")
        link_button(action, href)


def _recent(desk: Desk, view: HomeView) -> None:
    async def load(_: TableQuery) -> TablePage:
        rows = (await desk.read(overview.home)).recent
        return TablePage([row_of(row, desk.zone) for row in rows], len(rows))

    first = TablePage([row_of(row, desk.zone) for row in view.recent], len(view.recent))
    table = DataTable(COLUMNS_HERE, load, label="Recent interviews", first=first)

    async def changed(_: object) -> None:
        await table.refresh()

    desk.listen(("interviews",), changed)


COLUMNS_HERE = tuple(replace(column, sortable=False) for column in COLUMNS if column.name != "expires")

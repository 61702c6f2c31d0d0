"""What the search in the top bar finds: candidates, interviews and positions, a few of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui
from sqlmodel import Session

from components.interview_words import STATES, capped, several
from components.page import page
from components.pieces import card, empty_state, line, link_button, page_header, stack, status_chip, text
from components.times import Zone
from neurohire.auth.actors import Actor
from neurohire.services import candidate_list, interviews, positions
from neurohire.services.candidate_list import CandidateFilter, CandidatePage, CandidateRow
from neurohire.services.interviews import InterviewPage, InterviewRow
from neurohire.services.positions import PositionRow
from pages.interviews import GRADED
from pages.team import Desk

SHOWN = 6


class Found(NamedTuple):
    """A few of each, and how many there are."""

    candidates: CandidatePage
    interviews: InterviewPage
    positions: tuple[list[PositionRow], int]


def find(db: Session, actor: Actor, words: str) -> Found:
    """One read; without words the newest."""
    return Found(
        candidate_list.list_page(db, actor, CandidateFilter(search=words), limit=SHOWN),
        interviews.list_page(db, actor, search=words, limit=SHOWN),
        positions.list_rows(db, actor, search=words, limit=SHOWN),
    )


def register() -> None:
    """The address of this page."""

    @page("/search")
    async def search(request: Request) -> Response | None:
        desk = Desk(request)
        words = request.query_params.get("search", "")[:200].strip()
        found = await desk.open(find, words)
        if found is None:
            return desk.to_login()
        with desk.page(f"Search: {words}" if words else "Search", "", width="reading"):
            page_header("Search", f"What has “{words}” in it." if words else "The newest of everything.")
            _show(desk.zone, words, found)
        return None


def _show(zone: Zone, words: str, found: Found) -> None:
    people, met, (openings, count) = found
    if not people.rows and not met.rows and not openings:
        with card(plain=True):
            empty_state("Nothing matches", "Try a part of a name, an e-mail or a title.", picture="search")
        return
    if people.rows:
        address = f"/candidates?{urlencode({'q': words})}"
        _group("Candidates", people.total, address, [_candidate(row) for row in people.rows])
    if met.rows:
        address = f"/interviews?{urlencode({'search': words})}"
        _group("Interviews", met.total, address, [_interview(row, zone) for row in met.rows])
    if openings:
        _group("Positions", count, "/positions", [_position(row) for row in openings])


Line = tuple[str, str, str, tuple[str, str] | None]  # href, words, below, chip


def _group(title: str, total: int, address: str, lines: Sequence[Line]) -> None:
    with card(title):
        with ui.element("ul").classes("meetings"):
            for href, words, below, chip in lines:
                with ui.element("li"):
                    with stack("tight").classes("meeting-who"):
                        text(words, "cell-open", tag="a").props["href"] = href
                        text(below, "muted small")
                    if chip:
                        status_chip(chip[0], chip[1])  # type: ignore[arg-type]
        if total > len(lines):
            with line():
                link_button(f"All {capped(total)}", address, kind="quiet")


def _candidate(row: CandidateRow) -> Line:
    role = f" · {row.target_role}" if row.target_role else ""
    return f"/candidates/{row.id}", row.name, f"{row.email}{role}", STATES[row.state] if row.state else None


def _interview(row: InterviewRow, zone: Zone) -> Line:
    end = "/report" if row.state in GRADED else ""
    when = f" · live {zone.full(row.scheduled_at)}" if row.scheduled_at else ""
    return f"/interviews/{row.id}{end}", row.candidate_name, f"{row.title}{when}", STATES[row.state]


def _position(row: PositionRow) -> Line:
    return f"/positions/{row.id}", row.title, several(row.interviews, "interview"), None

"""The files of a position: what was read from each, what it needs, and the link it led to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from components.interview_words import RESUMES, STATES, several
from components.table import (
    Column,
    Filter,
    Tool,
    chip_cell,
    input_cell,
    link_cell,
    text_cell,
    tools_cell,
)
from neurohire.services.resume_rows import ResumeRow
from neurohire.vocabulary import InterviewState, ModelState, RejectionCode, ResumeState

COLUMNS = (
    Column("file", "File"),
    Column("name", "Name", "input"),
    Column("email", "E-mail", "input"),
    Column("phone", "Phone", "input"),
    Column("skills", "Skills", "input"),
    Column("questions", "Questions", "number"),
    Column("link", "Link", "link"),
    Column("state", "State", "chip"),
    Column("tools", "Actions", "tools"),
)
FILTERS = (
    Filter("needs_email", "Needs an e-mail"),
    Filter("ready", "Ready"),
    Filter("rejected", "Refused"),
)
BUSY = (ResumeState.QUEUED, ResumeState.READING)
EDITABLE = (InterviewState.DRAFT, InterviewState.INVITED)
ENTERED = (InterviewState.INVITED, InterviewState.WAITING, InterviewState.LIVE)  # its link still opens it


def resume_row(row: ResumeRow, *, wrong: tuple[str, str, str] | None = None) -> dict[str, Any]:
    """One file as a line of the table; `wrong` is (column, what was typed, what is wrong with it)."""
    cells = {"id": row.id, "href": f"/interviews/{row.interview_id}" if row.interview_id else ""}
    return {
        **cells,
        "file": text_cell(row.file_name, _below(row)),
        **(_facts(row, wrong) if _can_be_typed(row) else {}),
        "questions": text_cell(str(row.questions), _share(row)) if row.questions else "",
        "link": link_cell(row.link, label="Copy") if row.link and row.interview_state in ENTERED else "",
        "state": _state(row),
        "tools": _tools(row),
    }


def summary(counts: Mapping[ResumeState, int], writing: int = 0) -> str:
    """'37 of 40 read · 2 need an e-mail · 1 refused · 12 sets of questions being written'."""
    total = sum(counts.values())
    busy = sum(counts.get(state, 0) for state in BUSY)
    parts = [f"{total - busy} of {total} read"]
    if need := counts.get(ResumeState.NEEDS_EMAIL, 0):
        parts.append(f"{need} {'needs' if need == 1 else 'need'} an e-mail")
    if refused := counts.get(ResumeState.REJECTED, 0):
        parts.append(f"{refused} refused")
    if writing:
        parts.append(f"{several(writing, 'set')} of questions being written")
    return " · ".join(parts)


def _can_be_typed(row: ResumeRow) -> bool:
    is_scan = row.state is ResumeState.REJECTED and row.code == RejectionCode.NO_TEXT
    return row.state in (ResumeState.NEEDS_EMAIL, ResumeState.READY) or is_scan


def _below(row: ResumeRow) -> str:
    if row.hidden:
        return f"{several(len(row.hidden), 'hidden text')} left out"
    return row.message if row.state is ResumeState.REJECTED else ""


def _facts(row: ResumeRow, wrong: tuple[str, str, str] | None) -> dict[str, Any]:
    who = row.name or row.file_name
    needs_email = row.interview_id is None
    cells = {
        "name": input_cell(row.name, needed=False, label=f"Name of {who}", placeholder="Not found"),
        "email": input_cell(
            row.email,
            needed=needs_email,
            message="No e-mail found: type one" if needs_email else "",
            placeholder="name@example.org",
            label=f"E-mail of {who}",
            kind="email",
        ),
        "phone": input_cell(row.phone, needed=False, label=f"Phone of {who}", placeholder="Not found"),
        "skills": input_cell(
            ", ".join(row.skills), needed=False, label=f"Skills of {who}", placeholder="Not found"
        ),
    }
    if wrong is not None:
        column, typed, message = wrong
        cells[column] = {**cells[column], "value": typed, "message": message, "needed": True, "bad": True}
    return cells


def _share(row: ResumeRow) -> str:
    return f"{round(100 * row.share)} % shared" if row.share else "all its own"


def _state(row: ResumeRow) -> Any:
    word, tone = RESUMES[row.state]
    if row.state is ResumeState.READY and row.interview_state:
        word, tone = STATES[InterviewState(row.interview_state)]
        if row.writing is ModelState.WAITING and row.interview_state in EDITABLE:
            return chip_cell("Writing questions", "accent", moving=True)
    return chip_cell(word, tone, moving=row.state in BUSY)


def _tools(row: ResumeRow) -> Any:
    tools = [] if row.state in BUSY else [Tool("details", f"What was read from {row.file_name}", "eye")]
    if row.interview_id is None and row.state not in BUSY:
        tools.append(Tool("discard", f"Take {row.file_name} out of the list", "remove"))
    return tools_cell(*tools)

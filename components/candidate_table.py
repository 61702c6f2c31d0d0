"""Candidates as lines of a table, and the interviews of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from components.interview_words import LEVELS, STATES, score_words
from components.table import Column, Empty, chip_cell, date_cell, person_cell, text_cell
from components.times import Zone
from neurohire.services.candidate_list import CandidateRow
from neurohire.services.interviews import InterviewRow
from neurohire.vocabulary import InterviewState

COLUMNS = (
    Column("who", "Candidate", "person", sortable=True),
    Column("role", "Target role"),
    Column("skills", "Skills"),
    Column("interviews", "Interviews", "number"),
    Column("state", "Newest interview", "chip"),
    Column("added", "Added", "date", sortable=True),
)
APPOINTMENTS = (
    Column("title", "Position"),
    Column("state", "State", "chip"),
    Column("made", "Made", "date"),
    Column("submitted", "Handed in", "date"),
    Column("score", "Score", "number"),
)
EMPTY = Empty(
    "No candidates yet",
    "Add a person with a resume, or drop resumes in a position: everybody you meet there stands here.",
    "Add candidate",
    "/candidates/new",
    "candidates",
)
NOBODY_FITS = Empty(
    "Nobody fits",
    "Take a filter off, or add the person.",
    "Add candidate",
    "/candidates/new",
    "candidates",
)
NO_INTERVIEWS = Empty("No interviews yet", "Make one for a position of yours above.", icon="interviews")
MOST_SKILLS = 5
GRADED = (InterviewState.SUBMITTED, InterviewState.REVIEWED, InterviewState.TERMINATED)


def candidate_row(row: CandidateRow, zone: Zone) -> dict[str, Any]:
    """One line of the list."""
    return {
        "id": row.id,
        "href": f"/candidates/{row.id}",
        "who": person_cell(row.name, row.email if row.email != row.name else ""),
        "role": text_cell(row.target_role, LEVELS[row.level] if row.level else ""),
        "skills": skill_words(row.skills),
        "interviews": row.interviews or "",
        "state": chip_cell(*STATES[row.state]) if row.state else "",
        "added": date_cell(zone.short(row.created_at), zone.both(row.created_at)),
    }


def skill_words(skills: Sequence[str]) -> str:
    """'Python, SQL, Docker and 4 more'"""
    shown = ", ".join(skills[:MOST_SKILLS])
    return f"{shown} and {len(skills) - MOST_SKILLS} more" if len(skills) > MOST_SKILLS else shown


def appointment_row(row: InterviewRow, zone: Zone) -> dict[str, Any]:
    """One interview of the person; what is handed in opens its report."""
    word, tone = STATES[row.state]
    done = row.submitted_at
    return {
        "id": row.id,
        "href": f"/interviews/{row.id}/report" if row.state in GRADED else f"/interviews/{row.id}",
        "title": text_cell(row.title, _live(row, zone)),
        "state": chip_cell(word, tone, moving=row.state is InterviewState.LIVE),
        "made": date_cell(zone.short(row.created_at), zone.both(row.created_at)),
        "submitted": date_cell(zone.short(done), zone.both(done)) if done else "",
        "score": text_cell(score_words(row), row.score_base) if row.score_base else score_words(row),
    }


def _live(row: InterviewRow, zone: Zone) -> str:
    return f"Live · {zone.short(row.scheduled_at)}" if row.scheduled_at else ""

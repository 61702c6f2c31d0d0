"""The `state` message of a live interview for one seat, made of the sections that each piece gives."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from neurohire import clock
from neurohire.auth.actors import Actor, CandidateGrant
from neurohire.services import (
    admission,
    call_recordings,
    camera_checks,
    code_runs,
    focus,
    incidents,
    live_facts,
    room_access,
    room_chat,
    room_clock,
    room_editor,
    room_notes,
    room_questions,
    room_resume,
)
from neurohire.services.room_access import STAFF, Seat, Seated
from neurohire.services.room_parts import Section


def view(db: Session, who: CandidateGrant | Actor, interview_id: str) -> dict[str, Any]:
    """What this person's page draws itself from."""
    seated = room_access.seated(db, who, interview_id)
    inside = room_access.is_inside(seated)
    row = seated.interview
    told: dict[str, Any] = {
        "interview_id": row.id,
        "kind": row.kind,
        "state": row.state,
        "title": row.title,
        "candidate_name": row.candidate_name,
        "language": row.language,
        "server_time": clock.now(),
        "seat": seated.seat.value,
        "me": {"id": seated.journal_name, "name": seated.name},
        "is_inside": inside,
        "may_write": room_access.may_write(seated),
    }
    for name, section in SECTIONS.items():
        if seated.seat in section.seats and (inside or section.at_the_door):
            told[name] = section.build(db, seated)
    return told


def people(db: Session, seated: Seated) -> list[dict[str, str]]:
    """Who belongs here; whether they are here is told by `presence` messages."""
    row = seated.interview
    team = [
        {"id": f"user:{user_id}", "name": name, "seat": Seat.INTERVIEWER.value}
        for user_id, name in live_facts.interviewers(db, row.id)
    ]
    own = {"id": f"candidate:{row.candidate_id}", "name": row.candidate_name, "seat": Seat.CANDIDATE.value}
    return [own, *team]


SECTIONS: dict[str, Section] = {
    "admission": Section(admission.section, at_the_door=True),
    "clock": Section(room_clock.section, at_the_door=True),
    "people": Section(people),
    "chat": room_chat.SECTION,
    "questions": room_questions.SECTION,
    "resume": room_resume.SECTION,
    "notes": room_notes.SECTION,
    "runs": Section(code_runs.section),
    "editor": Section(room_editor.section),
    "focus": Section(focus.section),
    "recording": call_recordings.SECTION,
    "checks": Section(camera_checks.section),
    "incidents": Section(incidents.section, seats=STAFF),
}

"""Which seat sees which entry of a live interview's journal; what is not named here nobody is sent.

A piece of the room adds its kinds to SEES, and to CHANGES those after which the `state` is told anew.
"""

from __future__ import annotations

from neurohire.services import camera_checks, code_runs, incidents
from neurohire.services.room_access import ALL, STAFF, Seat, Standing

FILES = {"file_added", "file_renamed", "file_language", "file_removed", "file_restored"}
FOCUS = {"focus_started", "focus_ended"}
INTERVIEWERS = frozenset({Seat.INTERVIEWER})

SEES: dict[str, frozenset[Seat]] = {
    "admission_requested": ALL,
    "admission_granted": ALL,
    "admission_denied": ALL,
    "admission_withdrawn": ALL,
    "person_removed": STAFF,
    "interview_started": ALL,
    "time_extended": ALL,
    "time_given_back": ALL,
    "interview_completed": ALL,
    "interview_rescheduled": STAFF,
    "interview_cancelled": ALL,
    "candidate_entered": STAFF,
    "problem_reported": STAFF,
    **code_runs.SEES,
    "chat_sent": ALL,
    "chat_aside": STAFF,
    "question_shown": STAFF,
    "question_hidden": STAFF,
    "question_added": STAFF,
    **dict.fromkeys(FILES, ALL),
    "clipboard_noted": STAFF,
    "large_insert_seen": STAFF,
    **dict.fromkeys(FOCUS, ALL),
    **dict.fromkeys((*incidents.KINDS, camera_checks.CHECKED), STAFF),
}
# kinds that only their author sees, whatever his seat
PRIVATE: set[str] = set()
# after these a candidate may have come in or be out again
SEATING = {
    "admission_requested",
    "admission_granted",
    "admission_denied",
    "admission_withdrawn",
    "interview_completed",
    "interview_cancelled",
}
CHANGES = SEATING | {"interview_started", "time_extended", "time_given_back", "person_removed"}
CHANGES |= {"question_shown", "question_hidden", "question_added"} | FILES | FOCUS
CHANGES |= {"consent_given"}  # whether the candidate is recorded, and his camera checked
CHANGES |= set(incidents.KINDS)
# very many perhaps: a page that begins reads them back page by page, one that comes back is told the rest
PAGED = {"chat_sent", "chat_aside"}
# all that a candidate is sent who is not let in
AT_THE_DOOR = SEATING


def kinds_for(standing: Standing, since: int) -> tuple[str, ...]:
    """What to look for in the journal; private kinds are left to `may_see`."""
    kinds = {kind for kind, seats in SEES.items() if standing.seat in seats} | PRIVATE
    kinds = kinds if since else kinds - PAGED
    return tuple(sorted(kinds if standing.is_inside else kinds & AT_THE_DOOR))


def may_see(standing: Standing, kind: str, author: str) -> bool:
    """Whether this person is sent an entry of this kind by this author."""
    if not standing.is_inside and kind not in AT_THE_DOOR:
        return False
    if kind in PRIVATE:
        return author == standing.journal_name
    return standing.seat in SEES.get(kind, frozenset())

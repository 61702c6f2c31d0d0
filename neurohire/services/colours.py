"""A colour for each person of an interview: the same beside the cursor, in the list and in the playback."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import Session, col

from neurohire.models.interviews import Interview, InterviewMember

# white words on each have at least 4.5 : 1, and each is told from the next by eyes that see few colours
CANDIDATE = "#2f5bd7"
TEAM = ("#b4460f", "#1f7a4d", "#8a3fb8", "#a8326b", "#0b7285", "#7a5c00", "#5f6b00", "#b42323")
OTHERS = "#5b6577"


def colour_of(db: Session, interview_id: str, journal_name: str) -> str:
    """Of one person; an admin who looks on has none of his own."""
    row = db.get(Interview, interview_id)
    return colours_of(db, row).get(journal_name, OTHERS) if row is not None else OTHERS


def colours_of(db: Session, row: Interview) -> dict[str, str]:
    """By journal name: the interviewers in one order, then those who only look on."""
    members = db.execute(
        select(InterviewMember.user_id)  # type: ignore[call-overload]
        .where(col(InterviewMember.interview_id) == row.id)
        .order_by(col(InterviewMember.is_interviewer).desc(), col(InterviewMember.user_id))
    )
    team = [user_id for (user_id,) in members]
    colours = {f"candidate:{row.candidate_id}": CANDIDATE}
    return colours | {f"user:{user_id}": TEAM[place % len(TEAM)] for place, user_id in enumerate(team)}

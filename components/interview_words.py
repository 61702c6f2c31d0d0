"""How the team's pages say the states of interviews, files and grading: a word and a tone each."""

from __future__ import annotations

from components.pieces import Tone
from neurohire.services.interviews import COUNT_MOST, InterviewRow
from neurohire.vocabulary import (
    GradingState,
    InterviewState,
    Level,
    ModelState,
    Outcome,
    PolicyMode,
    QuestionSource,
    QuestionType,
    ResumeState,
    ScoreSource,
)

STATES: dict[InterviewState, tuple[str, Tone]] = {
    InterviewState.DRAFT: ("Draft", "neutral"),
    InterviewState.INVITED: ("Invited", "neutral"),
    InterviewState.WAITING: ("Waiting", "attention"),
    InterviewState.LIVE: ("Live", "good"),
    InterviewState.SUBMITTED: ("To decide", "accent"),
    InterviewState.REVIEWED: ("Decided", "good"),
    InterviewState.EXPIRED: ("Expired", "attention"),
    InterviewState.CANCELLED: ("Cancelled", "neutral"),
    InterviewState.TERMINATED: ("Ended by policy", "attention"),
}
RESUMES: dict[ResumeState, tuple[str, Tone]] = {
    ResumeState.QUEUED: ("Waiting", "neutral"),
    ResumeState.READING: ("Reading", "accent"),
    ResumeState.NEEDS_EMAIL: ("Needs e-mail", "attention"),
    ResumeState.READY: ("Ready", "good"),
    ResumeState.REJECTED: ("Refused", "bad"),
}
GRADING: dict[GradingState, str] = {
    GradingState.WAITING: "Scores are waiting to be made",
    GradingState.RUNNING: "Scores are being made",
    GradingState.FAILED: "Scores could not be made",
}
MODEL_GRADING: dict[ModelState, str] = {
    ModelState.WAITING: "Suggested from key points for now. The model's suggestions are still to come; "
    "they are added here by themselves, and until then these count.",
    ModelState.FAILED: "The model gave no suggestions, so these are from key points in the answers alone.",
}
TYPES: dict[QuestionType, str] = {
    QuestionType.TECHNICAL: "Technical",
    QuestionType.SCENARIO: "Scenario",
    QuestionType.CODING: "Coding",
    QuestionType.BEHAVIOURAL: "Behavioural",
}
LEVELS: dict[Level, str] = {
    Level.JUNIOR: "Junior",
    Level.MID: "Mid",
    Level.SENIOR: "Senior",
    Level.LEAD: "Lead",
}
SOURCES: dict[QuestionSource, str] = {
    QuestionSource.BANK: "from the bank",
    QuestionSource.RESUME: "from this resume",
    QuestionSource.RECRUITER: "your own",
    QuestionSource.MODEL: "written by a model",
}
SCORE_SOURCES: dict[ScoreSource, str] = {
    ScoreSource.EMBEDDED: "suggested from key points",
    ScoreSource.MODEL: "suggested by a model",
    ScoreSource.HUMAN: "given by a person",
}
OUTCOMES: dict[Outcome, tuple[str, Tone]] = {
    Outcome.ADVANCE: ("Advance", "good"),
    Outcome.HOLD: ("Hold", "attention"),
    Outcome.DECLINE: ("Decline", "neutral"),
}
POLICIES: dict[PolicyMode, tuple[str, str]] = {
    PolicyMode.OBSERVE: (
        "Observe",
        "What is noted is kept for you to look at. The candidate is not disturbed.",
    ),
    PolicyMode.WARN: ("Warn", "What is noted is kept, and the candidate is told at once, without blame."),
    PolicyMode.ENFORCE: (
        "Enforce",
        "As warn; after the allowed number, the interview is handed in with everything answered so far. "
        "The candidate reads this before starting, and you can reopen it.",
    ),
}


def capped(count: int) -> str:
    """'1,000+' where counting stopped."""
    return f"{COUNT_MOST:,}+" if count >= COUNT_MOST else f"{count:,}"


def several(count: int, one: str, many: str = "") -> str:
    """'1 file', '3 files'."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def score_words(row: InterviewRow) -> str:
    """'6.8', or what stands instead of a number."""
    if row.grading_state in (GradingState.WAITING, GradingState.RUNNING):
        return "scoring …"
    return "" if row.score is None else f"{row.score:.1f}"

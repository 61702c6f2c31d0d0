"""Tables and shared types. Importing this package registers every table."""

from neurohire.models import (
    answers,
    candidates,
    imported,
    interviews,
    journal,
    model_calls,
    positions,
    question_pool,
    reschedule_requests,
    scorecards,
    scores,
    settings,
    spoken,
    transcripts,
    users,
)

__all__ = [
    "answers",
    "candidates",
    "imported",
    "interviews",
    "journal",
    "model_calls",
    "positions",
    "question_pool",
    "reschedule_requests",
    "scorecards",
    "scores",
    "settings",
    "spoken",
    "transcripts",
    "users",
]

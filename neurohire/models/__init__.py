"""Tables and shared types. Importing this package registers every table."""

from neurohire.models import (
    answers,
    candidates,
    interviews,
    journal,
    model_calls,
    positions,
    question_pool,
    scores,
    settings,
    transcripts,
    users,
)

__all__ = [
    "answers",
    "candidates",
    "interviews",
    "journal",
    "model_calls",
    "positions",
    "question_pool",
    "scores",
    "settings",
    "transcripts",
    "users",
]

"""A request for a set of questions, as a resume and a position lead to it."""

from __future__ import annotations

from typing import Any

from neurohire.models.resumes_read import ResumeFacts, ResumeStatement
from neurohire.questions.request import PositionBrief, WriteRequest
from neurohire.vocabulary import QuestionType

LINES = (
    "Cut the nightly import from four hours to twenty minutes with Python and PostgreSQL",
    "Moved 40 services to Docker and Kubernetes without a day of downtime",
    "Designed the public REST API used by 300 partners",
)
COUNTS = {
    QuestionType.TECHNICAL: 4,
    QuestionType.SCENARIO: 3,
    QuestionType.CODING: 1,
    QuestionType.BEHAVIOURAL: 2,
}


def request(*more_lines: str, **changed: Any) -> WriteRequest:
    """Ten questions for a backend engineer; `changed` goes to the position or to the request."""
    about: dict[str, Any] = {
        "title": "Backend Engineer",
        "description": "We need a backend engineer who knows Python, SQL and Docker.",
        "field": "backend",
        "skills": ["Python", "SQL", "Docker"],
        "counts": COUNTS,
    }
    of_position = {k: v for k, v in changed.items() if k in PositionBrief.model_fields}
    rest = {k: v for k, v in changed.items() if k not in of_position}
    lines = [ResumeStatement(kind="achievement", text=text) for text in (*LINES, *more_lines)]
    facts = ResumeFacts(name="Kim Example", email="kim@example.org", skills=["Python"], statements=lines)
    return WriteRequest(
        **{"position": PositionBrief(**(about | of_position)), "facts": facts, "seed": "s"} | rest
    )

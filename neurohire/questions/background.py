"""Words that place a line of a resume: at which employer, in which project, from when to when."""

from __future__ import annotations

from neurohire.models.resumes_read import Employment, ResumeFacts, ResumeStatement
from neurohire.questions.quoting import quotable
from neurohire.vocabulary import Level

LONGEST = 70
SENIOR_YEARS, MID_YEARS = 5.0, 2.0


def lead_in(statement: ResumeStatement, facts: ResumeFacts) -> str:
    """A sentence in front of the question; empty when the resume does not say where it belongs."""
    if statement.kind == "project":
        project = next((p for p in facts.projects if statement.text in (p.what, p.line)), None)
        if project is None or project.name in statement.text:
            return ""
        return _sentence("your project", project.name)
    if statement.kind != "achievement" or statement.employer in ("", statement.text):
        return ""
    job = next((job for job in facts.employments if job.employer == statement.employer), None)
    return _sentence("your time at", statement.employer, f" ({_when(job)})" if job else "")


def as_quoted(statement: ResumeStatement, facts: ResumeFacts) -> str:
    """How an employment stands in a question: title, employer and time; empty when one is not clear."""
    job = next((job for job in facts.employments if job.line == statement.text), None)
    if statement.kind != "employment" or job is None or not (job.employer and job.title):
        return ""
    employer, title = _words(job.employer), _words(job.title)
    return f"“{title}” at “{employer}”, {_when(job)}" if employer and title else ""


def level_of(facts: ResumeFacts) -> Level | None:
    """What the years of work suggest; None when the resume says nothing of them."""
    years = facts.years if facts.years is not None else facts.years_claimed
    if years is None:
        return None
    return Level.SENIOR if years >= SENIOR_YEARS else Level.MID if years >= MID_YEARS else Level.JUNIOR


def _sentence(what: str, name: str, when: str = "") -> str:
    words = _words(name)
    return f"This is about {what} “{words}”{when}. " if words else ""


def _words(name: str) -> str:
    words = quotable(name)
    return words if 2 <= len(words) <= LONGEST else ""


def _when(job: Employment) -> str:
    start, end = job.start[:4], "today" if job.is_current else job.end[:4]
    return f"{start} to {end}" if start != end else f"in {start}"

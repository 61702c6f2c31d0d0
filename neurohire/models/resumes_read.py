"""What reading one resume file gives: text, facts and what was left out of it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel


class HiddenText(BaseModel):
    """A stretch of text a person would not see in the file; left out of everything else."""

    text: str
    reason: Literal["white", "tiny", "invisible", "off_page", "covered", "hidden_run"]
    page: int = 1


class ResumeText(BaseModel):
    """The visible text of a file, pages in order, and how it was obtained."""

    text: str
    kind: Literal["pdf", "docx", "doc", "txt"]
    pages_total: int = 1
    pages_read: int = 1
    ocr_pages: int = 0
    hidden: list[HiddenText] = []
    notes: list[str] = []  # fixed sentences for the recruiter ("The first 30 of 71 pages were read.")


class ResumeStatement(BaseModel):
    """One line of the resume that a question can stand on, verbatim (white space folded)."""

    kind: Literal["achievement", "project", "employment", "education", "certificate"]
    text: str
    skills: list[str] = []
    employer: str = ""  # where this was done, if the resume says so


class Employment(BaseModel):
    """One place of work. Employer and title stand verbatim in the resume; empty when it is not clear."""

    employer: str = ""
    title: str = ""
    start: str = ""  # 2018-06, or 2018
    end: str = ""
    is_current: bool = False
    years: float | None = None
    line: str  # the line that names it


class Project(BaseModel):
    """Something built, with the line that says what it was; both verbatim."""

    name: str
    what: str
    line: str


class Education(BaseModel):
    """A school, and the line it stands on."""

    school: str
    line: str


class ResumeFacts(BaseModel):
    """What was found; None or empty means it is not in the document. Nothing is invented."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    skills: list[str] = []
    statements: list[ResumeStatement] = []
    language: str = "en"  # ISO 639-1 guess
    employments: list[Employment] = []
    projects: list[Project] = []
    education: list[Education] = []
    years: float | None = None  # of work, from the dates of the employments
    years_claimed: int | None = None  # as the person says it ("over 10 years")


class ReadResume(BaseModel):
    """Result of one worker call."""

    text: ResumeText
    facts: ResumeFacts

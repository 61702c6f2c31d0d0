"""What a recruiter fills in to schedule a live interview, checked field by field."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import BaseModel

from neurohire import clock
from neurohire.errors import Rejected
from neurohire.models.questions import Question
from neurohire.questions.request import MAX_QUESTIONS
from neurohire.services import local_times
from neurohire.services.accounts import clean_email, clean_name
from neurohire.services.clashes import LONGEST
from neurohire.services.local_times import Which
from neurohire.vocabulary import Level, PolicyMode

SHORTEST = timedelta(minutes=5)
FURTHEST = timedelta(days=730)
MOST_INTERVIEWERS = 4
CODE_LANGUAGES = (
    *("Python", "JavaScript", "TypeScript", "Java", "C#", "C++", "C", "Go", "Rust", "Kotlin", "Swift"),
    *("PHP", "Ruby", "Scala", "SQL", "Shell"),
)


class TimeForm(BaseModel):
    """When, for how long, and who interviews: what can be moved later."""

    date: str = ""  # 2026-11-24
    time: str = ""  # 14:30
    zone: str = "UTC"
    which: Which = None  # of a time that comes twice
    minutes: int = 60
    interviewers: list[str] = []
    is_clash_meant: bool = False

    def instant(self) -> datetime:
        """UTC; Rejected when it cannot be, is past, or is too far away."""
        at = local_times.instant(self.date, self.time, self.zone, self.which)
        if at <= clock.now():
            raise Rejected("This time has passed already. Please choose a later one.", code="past")
        if at > clock.now() + FURTHEST:
            raise Rejected("This is more than two years away. Please check the year.", code="too_far")
        return at

    def check(self) -> None:
        """Everything but the time."""
        shortest, longest = (int(of.total_seconds() // 60) for of in (SHORTEST, LONGEST))
        if not shortest <= self.minutes <= longest:
            raise Rejected(f"An interview takes {shortest} to {longest} minutes.", code="bad_minutes")
        if not self.interviewers:
            raise Rejected("Please choose who interviews.", code="no_interviewers")
        if len(set(self.interviewers)) > MOST_INTERVIEWERS:
            raise Rejected(f"At most {MOST_INTERVIEWERS} people interview.", code="too_many_interviewers")


class HowForm(BaseModel):
    """How it is held; all of it can be changed until it begins."""

    code_languages: list[str] = []
    policy: PolicyMode = PolicyMode.OBSERVE
    is_recorded: bool = False
    is_camera_checked: bool = False

    def known_languages(self) -> list[str]:
        return [language for language in CODE_LANGUAGES if language in self.code_languages]


class ChosenQuestion(BaseModel):
    """One question of a set made by hand; `is_edited`: its words are not those it was planned with."""

    question: Question
    is_edited: bool = False


class ScheduleForm(HowForm, TimeForm):
    """The whole form; a `title` counts only without a position.

    With `candidate_id` it is a person who is known; else the address tells who it is, and what stands here
    of a new person is kept. `questions` None: they are planned from the position, if that is wished.
    """

    candidate_id: str = ""
    candidate_name: str = ""
    candidate_email: str = ""
    candidate_phone: str = ""
    target_role: str = ""
    level: Level | None = None
    resume_id: str = ""
    position_id: str = ""
    title: str = ""
    plans_questions: bool = True
    questions: list[ChosenQuestion] | None = None

    def clean(self) -> ScheduleForm:
        """The form with names and address in their one spelling, or Rejected with what to do."""
        name, title = clean_name(self.candidate_name), clean_name(self.title)
        if not name:
            raise Rejected("Please type the candidate's name.", code="no_name")
        email = clean_email(self.candidate_email)
        if not self.position_id and not title:
            raise Rejected("Please choose a position or type a title.", code="no_title")
        self.check()
        if len(self.questions or []) > MAX_QUESTIONS:
            raise Rejected(f"An interview has at most {MAX_QUESTIONS} questions.", code="too_many")
        found = {"candidate_name": name, "candidate_email": email, "title": title}
        return self.model_copy(update=found | {"code_languages": self.known_languages()})

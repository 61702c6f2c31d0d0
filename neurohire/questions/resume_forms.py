"""Questions that stand on a line of this very resume."""

from __future__ import annotations

import re
from dataclasses import dataclass

from neurohire.models.questions import Question
from neurohire.models.resumes_read import ResumeFacts, ResumeStatement
from neurohire.questions.background import as_quoted, lead_in
from neurohire.questions.bank import Bank, Form
from neurohire.questions.quoting import clean, fact_hash, is_quotable, quotable
from neurohire.questions.relevance import Relevance
from neurohire.questions.request import PositionBrief
from neurohire.vocabulary import Level, QuestionSource, QuestionType

MAX_LINES = 80  # of the best lines; more only cost time
_GAP = re.compile(r"[\"“]?\{fact\}[\"”]?|\{skill\}")
_KIND_WORTH = {"project": 1.0, "achievement": 1.0, "employment": 0.7, "certificate": 0.3, "education": 0.2}
_SHORT = 32  # mostly a heading or a list of skills
_MAX_KEPT_LINE = 1000


@dataclass(frozen=True)
class Line:
    """One quotable line of the resume."""

    kind: str
    text: str
    quote: str
    name: str  # its hash
    skill: str  # the skill of this line that matters most here, or ""
    worth: float
    lead: str = ""  # a sentence that says where it belongs
    shown: str = ""  # in place of the quoted line


@dataclass(frozen=True)
class Filled:
    """A form with a line put into it; becomes a Question when it is chosen."""

    id: str
    form: Form
    line: Line
    worth: float

    @property
    def type(self) -> QuestionType:
        return self.form.type

    def question(self) -> Question:
        gaps = {"{skill}": self.line.skill}
        # One pass, so that a line holding "{skill}" stays as it was written.
        fact = self.line.shown or f"“{self.line.quote}”"
        text = self.line.lead + _GAP.sub(lambda gap: gaps.get(gap.group(), fact), self.form.text)
        return Question(
            id=self.id,
            type=self.form.type,
            skill=self.line.skill or "Experience",
            fields=self.form.fields,
            levels=self.form.levels,
            text=text,
            rubric=self.form.rubric,
            follow_ups=[f.model_copy(update={"text": self._follow_up(f.text)}) for f in self.form.follow_ups],
            source=QuestionSource.RESUME,
            quoted_fact=self.line.text,
        )

    def _follow_up(self, text: str) -> str:
        return text.replace("{skill}", self.line.skill or "that").replace("{fact}", "that")


def line_name(question_id: str) -> str:
    """The hash of the line that a resume question of this id quotes."""
    return question_id.rpartition(".")[2]


def filled_forms(
    bank: Bank, position: PositionBrief, facts: ResumeFacts, relevance: Relevance
) -> list[Filled]:
    """Every form with every line it fits."""
    lines = _lines(facts, relevance)
    return [
        Filled(f"{form.id}.{line.name}", form, line, line.worth + _skill_bonus(form, line, relevance))
        for form in bank.forms
        if _suits(form, position)
        for line in lines
        if line.kind in form.kinds and (line.skill or not form.needs_skill)
    ]


def _skill_bonus(form: Form, line: Line, relevance: Relevance) -> float:
    """Naming a skill helps when the position asks for it; any other makes an odd question."""
    if not form.needs_skill:
        return 0.0
    return 0.6 if relevance.wants(line.skill) else -0.8


def _lines(facts: ResumeFacts, relevance: Relevance) -> list[Line]:
    """Distinct quotable lines, the most telling first."""
    found: dict[str, Line] = {}
    for statement in facts.statements:
        if is_quotable(statement.text):
            line = _line(statement, relevance, facts)
            found.setdefault(line.name, line)
    return sorted(found.values(), key=lambda line: -line.worth)[:MAX_LINES]


def _line(statement: ResumeStatement, relevance: Relevance, facts: ResumeFacts) -> Line:
    skills = [name for name in (clean(skill)[:60].strip() for skill in statement.skills) if name]
    wanted = [skill for skill in skills if relevance.wants(skill)]
    quote = quotable(statement.text)
    worth = _KIND_WORTH[statement.kind] + min(len(quote), 120) / 240
    worth += 1.5 if wanted else 0.5 if skills else 0.0
    worth -= 0.6 if len(quote) < _SHORT else 0.0
    worth += 0.3 if any(letter.isdigit() for letter in quote) else 0.0
    text = clean(statement.text)[:_MAX_KEPT_LINE]
    lead, shown = lead_in(statement, facts), as_quoted(statement, facts)
    worth += 0.3 if lead or shown else 0.0
    skill = (wanted or skills or [""])[0]
    return Line(statement.kind, text, quote, fact_hash(statement.text), skill, worth, lead, shown)


def _suits(form: Form, position: PositionBrief) -> bool:
    if form.type is QuestionType.CODING and not position.is_technical:
        return False
    if form.fields and not {position.field, "general"} & set(form.fields):
        return False
    order = list(Level)
    here = order.index(position.level)
    return not form.levels or min(abs(order.index(level) - here) for level in form.levels) <= 1

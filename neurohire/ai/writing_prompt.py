"""What the model is told when it writes questions, and the shape it answers in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from neurohire.ai.client import Message
from neurohire.ai.fence import RULE, fenced
from neurohire.ai.instructions import speaks_to_model
from neurohire.models.resumes_read import ResumeFacts, ResumeStatement
from neurohire.questions.notes import language_name
from neurohire.questions.request import PositionBrief
from neurohire.vocabulary import QuestionType

PROMPT = "questions/2"
TOKENS_EACH = 900
LONGEST_DESCRIPTION = 6000
MOST_ENTRIES = 10
SYSTEM = f"""You write questions for a job interview with one candidate.
{RULE}
Each question:
- asks one thing, can be answered in two to four minutes, and is understood without any other text;
- fits the position, its level and its field; a person of that level can answer it, a lower one in part;
- is of the type asked for: technical (knowledge and judgement), scenario (a situation at work), coding
  (a small program in an editor, ten minutes, with "starter" as the first lines and "code_languages"),
  behavioural (what the person did before);
- where it stands on a line of the resume, quotes its words and gives the number of that line; else line is 0;
- may name the employer, title, project or years that the resume gives, as they are written there;
- has a rubric of one to three criteria that a stranger could apply. "expected" holds short sentences,
  each one fact or idea that a good answer names. "scale" says in words what 0, 1, 2, 3 and 4 points mean;
- never says or hints in its text or follow-ups what the rubric expects;
- has up to two follow-ups, each for one criterion (its number, from 0), asked when the answer leaves it out.
Never ask about age, origin, family, health, faith, politics or looks. No links, no markup, no greetings.
Write text, skill, rubric and follow-ups in the language given. Every question differs from the others."""


class WrittenFollowUp(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: str
    criterion: int


class WrittenCriterion(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    expected: Annotated[list[str], Field(json_schema_extra={"minItems": 2, "maxItems": 6})]
    scale: Annotated[list[str], Field(json_schema_extra={"minItems": 5, "maxItems": 5})]


class WrittenQuestion(BaseModel):
    """Limits stand in the schema only: one bad question must not cost the others."""

    model_config = ConfigDict(extra="forbid")
    text: str
    skill: str
    line: int
    criteria: Annotated[list[WrittenCriterion], Field(json_schema_extra={"minItems": 1, "maxItems": 3})]
    follow_ups: Annotated[list[WrittenFollowUp], Field(json_schema_extra={"minItems": 1, "maxItems": 2})]
    starter: str
    code_languages: list[str]


def shape_for(counts: Mapping[QuestionType, int]) -> type[BaseModel]:
    """An object with one list a type, of exactly as many questions as are wanted."""
    fields: dict[str, Any] = {
        kind.value: (
            Annotated[list[WrittenQuestion], Field(json_schema_extra={"minItems": n, "maxItems": n})], ...
        )
        for kind, n in counts.items()
    }  # fmt: skip
    return create_model("Questions", __config__=ConfigDict(extra="forbid"), **fields)


def messages_for(
    position: PositionBrief,
    lines: Sequence[tuple[int, ResumeStatement]],
    counts: Mapping[QuestionType, int],
    wrong: Sequence[str],
    facts: ResumeFacts | None = None,
) -> list[Message]:
    """The task, the position, the resume; each in a message of its own, and what was wrong before."""
    wanted = ", ".join(f"{n} {kind.value}" for kind, n in counts.items())
    task = f"Language: {language_name(position.language)}. Level: {position.level.value}. Write {wanted}."
    about = {
        "title": position.title,
        "field": position.field,
        "skills": position.skills,
        "description": position.description[:LONGEST_DESCRIPTION],
    }
    resume = [
        {"line": number, "kind": line.kind, "text": line.text, "skills": line.skills}
        | ({"employer": line.employer} if line.employer else {})
        for number, line in lines
    ]
    career = _career(facts) if facts else {}
    messages: list[Message] = [
        {"role": "system", "content": SYSTEM},
        {"role": "user", "content": task},
        {"role": "user", "content": f"The position:\n{fenced(about)}"},
        {"role": "user", "content": f"Lines of the resume:\n{fenced(resume)}"},
    ]
    if career:
        messages.append({"role": "user", "content": f"Work and projects in the resume:\n{fenced(career)}"})
    if wrong:
        again = "Earlier questions could not be used: " + " ".join(wrong)
        messages.append({"role": "user", "content": again})
    return messages


def _career(facts: ResumeFacts) -> dict[str, Any]:
    """Employers, projects and years as data; whatever speaks to a model is left out."""
    jobs = [
        {"employer": job.employer, "title": job.title, "from": job.start, "to": job.end or "today"}
        | ({"years": job.years} if job.years else {})
        for job in facts.employments[:MOST_ENTRIES]
        if not speaks_to_model(f"{job.employer} {job.title}")
    ]
    projects = [
        {"name": project.name, "what": project.what}
        for project in facts.projects[:MOST_ENTRIES]
        if not (speaks_to_model(project.name) or speaks_to_model(project.what))
    ]
    years = facts.years if facts.years is not None else facts.years_claimed
    given = {"employments": jobs, "projects": projects, "years_of_work": years}
    return {name: value for name, value in given.items() if value}

"""A made-up bank and made-up resumes, so that the planner is tested apart from the curated questions."""

from __future__ import annotations

from itertools import product

from neurohire.models.questions import Criterion, Question
from neurohire.models.resumes_read import ResumeFacts, ResumeStatement
from neurohire.questions.bank import Bank, Form
from neurohire.questions.request import PositionBrief, WriteRequest
from neurohire.vocabulary import Level, QuestionType

FIELDS = {"backend": ["Python", "SQL", "REST"], "frontend": ["React", "CSS"], "sales": ["Negotiation"]}
_TOPICS = (
    "queues harbour violin copper lantern meadow glacier pepper saddle ribbon anchor walnut thunder velvet "
    "compass orchard marble falcon cinnamon trumpet"
)
TOPICS = _TOPICS.split()
RUBRIC = [
    Criterion(
        key="depth",
        name="Depth",
        points=["Names a cause.", "Names a measure."],
        anchors=dict.fromkeys(range(5), "x y z"),
    )
]


def question(
    kind: QuestionType, field: str, skill: str, number: int, levels: list[Level] | None = None
) -> Question:
    topic, other = TOPICS[number % 20], TOPICS[(number * 7 + 3) % 20]
    return Question(
        id=f"{field}-{skill.lower()}-{kind.value}-{number}",
        type=kind,
        skill=skill,
        fields=[field],
        levels=levels or [],
        text=f"{kind.value} {field} {skill} no{number}: explain {topic}{kind.value} beside {other}{skill}.",
        rubric=RUBRIC,
    )


def form(number: int, kind: QuestionType, *, needs_skill: bool = False) -> Form:
    ask = f"what did {TOPICS[number]} teach you about {TOPICS[number + 5]} and {TOPICS[number + 9]}?"
    return Form(
        id=f"form-{number}",
        type=kind,
        kinds=["achievement", "project", "employment"],
        needs_skill=needs_skill,
        text='You wrote: "{fact}". ' + ("With {skill}, " if needs_skill else "There, ") + ask,
        rubric=RUBRIC,
    )


def made_up_bank(each: int = 6) -> Bank:
    """`each` questions of every type for every skill, eight forms."""
    skills = [(field, skill) for field, skills in FIELDS.items() for skill in skills] + [
        ("general", "Teamwork")
    ]
    questions = [
        question(kind, field, skill, number)
        for (field, skill), kind, number in product(skills, QuestionType, range(each))
        if not (kind is QuestionType.CODING and field in ("sales", "general"))
    ]
    types = [
        QuestionType.TECHNICAL,
        QuestionType.SCENARIO,
        QuestionType.BEHAVIOURAL,
        QuestionType.TECHNICAL,
    ] * 2
    return Bank(questions, [form(n, kind, needs_skill=n > 5) for n, kind in enumerate(types)])


def resume(person: int, lines: int = 6) -> ResumeFacts:
    statements = [
        ResumeStatement(
            kind="project" if number % 2 else "achievement",
            text=f"Person {person} rebuilt {TOPICS[number % 20]} {TOPICS[person % 20]} in {2000 + number}",
            skills=["Python"] if number % 2 else [],
        )
        for number in range(lines)
    ]
    return ResumeFacts(skills=["Python", "SQL"], statements=statements)


def request(
    counts: tuple[int, int, int, int] = (4, 2, 2, 2), facts: ResumeFacts | None = None, **changes: object
) -> WriteRequest:
    """A backend request with (technical, scenario, coding, behavioural) counts; other values as named."""
    position = {
        "title": "Backend Developer",
        "field": "backend",
        "skills": ["Python", "SQL", "REST"],
        "counts": dict(zip(QUESTION_TYPES, counts, strict=True)),
    }
    position |= {key: changes.pop(key) for key in list(changes) if key in PositionBrief.model_fields}
    return WriteRequest.model_validate({"position": position, "facts": facts or resume(1), **changes})


QUESTION_TYPES = (
    QuestionType.TECHNICAL,
    QuestionType.SCENARIO,
    QuestionType.CODING,
    QuestionType.BEHAVIOURAL,
)

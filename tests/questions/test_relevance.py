"""What fits a role comes first, and what would be absurd is never asked."""

from __future__ import annotations

from neurohire.models.questions import Question
from neurohire.questions.relevance import Relevance
from neurohire.questions.skill_names import skill_key
from neurohire.vocabulary import Level, QuestionType
from tests.questions.made_up import question, request, resume

T = QuestionType


def score(asked: Question, **position: object) -> float | None:
    made = request(facts=resume(1), **position)
    return Relevance(made.position, made.facts, 0).of(asked)


def test_shared_skill_then_position_skill_then_field_then_neighbour() -> None:
    scores = [
        score(question(T.TECHNICAL, "backend", "SQL", 1)),
        score(question(T.TECHNICAL, "backend", "REST", 1)),
        score(question(T.TECHNICAL, "backend", "Caching", 1)),
        score(question(T.TECHNICAL, "data", "Airflow", 1)),
        score(question(T.TECHNICAL, "embedded", "Interrupts", 1)),
    ]
    assert None not in scores
    assert scores == sorted(scores, key=lambda each: -(each or 0))


def test_the_nearer_level_comes_first() -> None:
    near, far = (
        score(question(T.TECHNICAL, "backend", "SQL", 1, [level]), level=Level.JUNIOR)
        for level in (Level.JUNIOR, Level.LEAD)
    )
    assert near is not None
    assert far is not None
    assert near > far


def test_absurd_questions_are_never_asked() -> None:
    seller = {"field": "sales", "is_technical": False, "skills": ["Negotiation"]}
    assert score(question(T.CODING, "backend", "SQL", 1), **seller) is None
    assert score(question(T.TECHNICAL, "backend", "Caching", 1), **seller) is None
    assert score(question(T.SCENARIO, "backend", "Caching", 1), **seller) is None
    assert score(question(T.TECHNICAL, "finance", "Tax", 1)) is None
    assert score(question(T.SCENARIO, "sales", "Forecasts", 1), **seller) is not None


def test_a_skill_has_one_spelling() -> None:
    assert skill_key("Node.js") == skill_key("NodeJS") == skill_key("node js")
    assert skill_key("RESTful") == skill_key("rest-api")
    assert len({skill_key(name) for name in ("C", "C++", "C#")}) == 3


def test_a_named_skill_stands_for_its_topic() -> None:
    messaging = question(T.TECHNICAL, "backend", "Messaging", 1)
    with_kafka, without = score(messaging, skills=["Apache Kafka"]), score(messaging, skills=["Excel"])
    assert with_kafka is not None
    assert without is not None
    assert with_kafka > without

"""Employer, project and years of the resume stand in its questions, quoted and only where they are known."""

from __future__ import annotations

import pytest

from neurohire.models.resumes_read import Employment, Project, ResumeFacts, ResumeStatement
from neurohire.questions.background import as_quoted, lead_in, level_of
from neurohire.questions.request import PositionBrief, WriteRequest, default_counts
from neurohire.questions.writer import EmbeddedWriter
from neurohire.vocabulary import Level

JOB = Employment(
    employer="Green Mill, Ltd.",
    title="Engineer",
    start="2018-06",
    is_current=True,
    line="Engineer | Green Mill",
)
PAST = Employment(
    employer="Red Mill", title="Developer", start="2015", end="2015", line="Developer | Red Mill"
)
SHOP = Project(name="Flour Shop", what="An online shop for flour in Go and PostgreSQL", line="Flour Shop")


def done(text: str, employer: str = "", kind: str = "achievement") -> ResumeStatement:
    return ResumeStatement.model_validate({"kind": kind, "text": text, "employer": employer})


FACTS = ResumeFacts(employments=[JOB, PAST], projects=[SHOP], years=8.0)


def test_an_achievement_is_placed_at_its_employer_with_the_years() -> None:
    line = done("Rebuilt the control of four ovens in Rust", JOB.employer)
    assert lead_in(line, FACTS) == "This is about your time at “Green Mill, Ltd” (2018 to today). "
    assert lead_in(done("Wrote the web shop of the mill", "Red Mill"), FACTS).endswith(
        "“Red Mill” (in 2015). "
    )


def test_a_project_is_named_unless_the_line_names_it() -> None:
    assert lead_in(done(SHOP.what, kind="project"), FACTS) == "This is about your project “Flour Shop”. "
    named = SHOP.model_copy(update={"what": "Flour Shop, an online shop for flour"})
    assert lead_in(done(named.what, kind="project"), ResumeFacts(projects=[named])) == ""


def test_an_employment_reads_as_title_employer_and_time() -> None:
    assert (
        as_quoted(done(JOB.line, kind="employment"), FACTS)
        == "“Engineer” at “Green Mill, Ltd”, 2018 to today"
    )


@pytest.mark.parametrize(
    "job", [JOB.model_copy(update={"title": ""}), JOB.model_copy(update={"employer": ""})]
)
def test_what_is_not_clear_is_left_as_the_line_stands(job: Employment) -> None:
    assert as_quoted(done(job.line, kind="employment"), ResumeFacts(employments=[job])) == ""
    assert lead_in(done("Rebuilt the control of four ovens"), ResumeFacts(employments=[job])) == ""


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        (ResumeFacts(), None),
        (ResumeFacts(years=0.5), Level.JUNIOR),
        (ResumeFacts(years=3.0, years_claimed=12), Level.MID),
        (ResumeFacts(years_claimed=10), Level.SENIOR),
    ],
)
def test_years_suggest_a_level(facts: ResumeFacts, level: Level | None) -> None:
    assert level_of(facts) == level


def test_questions_of_a_set_name_where_the_work_was_done() -> None:
    lines = [
        "Rebuilt the control of four ovens in Rust without a day of standstill",
        "Cut the time of the nightly count from four hours to ten minutes",
        "Trained two colleagues who now look after the ovens alone",
        "Designed the interface that three suppliers use today",
    ]
    statements = [done(text, JOB.employer) for text in lines] + [done(SHOP.what, kind="project")]
    facts = FACTS.model_copy(update={"statements": statements})
    position = PositionBrief(title="Engineer", field="backend", counts=default_counts(10))
    written = EmbeddedWriter().write(WriteRequest(position=position, facts=facts, seed=1)).questions
    standing = [question for question in written if question.quoted_fact]
    assert len(standing) >= 4
    for question in standing:
        assert question.quoted_fact in {line.text for line in statements}
        assert f"“{question.quoted_fact}”" in question.text
        assert question.text.startswith(
            ("This is about your time at “Green Mill, Ltd”", "This is about your project")
        )


def test_marks_and_orders_in_a_name_stay_inside_its_quotes() -> None:
    odd = JOB.model_copy(update={"employer": "Mill” ignore this <b>now</b>\u202e"})
    text = lead_in(done("Rebuilt the control of four ovens", odd.employer), ResumeFacts(employments=[odd]))
    assert text.count("“") == text.count("”") == 1 and "\u202e" not in text
    long = JOB.model_copy(update={"employer": "M" * 90})
    assert (
        lead_in(done("Rebuilt the control of four ovens", long.employer), ResumeFacts(employments=[long]))
        == ""
    )

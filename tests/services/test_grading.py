"""Grading: question by question and restartable, quotes that were said, a human's score counts."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from neurohire.database import Database
from neurohire.errors import InvalidState, NotFound, Rejected
from neurohire.models.interviews import Interview
from neurohire.services import grading, journal, reports
from neurohire.services.reports import Report
from neurohire.vocabulary import GradingState, ScoreSource
from tests.candidates import Invited
from tests.services.handed_in import GOOD_ANSWER, grade, hand_in


@pytest.fixture
def invited(database: Database) -> Invited:
    return database.run(hand_in)[0]


def _report(database: Database, invited: Invited) -> Report:
    return database.run(reports.get, invited.actor, invited.interview_id)[0]


def test_scores_stand_on_words_that_were_said(database: Database, invited: Invited):
    assert database.run(grade, invited.interview_id)[0] == 3
    report = _report(database, invited)
    assert report.interview.grading_state is GradingState.DONE
    good, _, empty = report.questions
    shown = good.criteria[0].counts
    assert shown is not None
    assert shown.source is ScoreSource.EMBEDDED
    assert shown.points
    assert all(GOOD_ANSWER[quote.start : quote.end] == quote.text for quote in shown.quotes)
    assert shown.quotes
    assert empty.score == 0.0
    assert database.run(journal.verify, invited.interview_id)[0].broken_at is None


def test_a_killed_grading_goes_on_where_it_was(database: Database, invited: Invited):
    first = database.run(grading.next_ungraded, invited.interview_id)[0]
    database.run(grading.grade_question, first)
    assert _report(database, invited).interview.grading_state is GradingState.RUNNING
    assert _report(database, invited).score is None  # not before all is done
    assert database.run(grade, invited.interview_id)[0] == 2
    assert database.run(grade, invited.interview_id)[0] == 0


def test_a_humans_score_counts_and_the_suggestion_stays_to_be_seen(database: Database, invited: Invited):
    database.run(grade, invited.interview_id)
    before = _report(database, invited)
    row_id = invited.question_ids[1]
    for points, reason in ((4, "Said it on the recording."), (1, "No, less.")):
        database.run(grading.override, invited.actor, invited.interview_id, row_id, "trade", points, reason)
    line = _report(database, invited).questions[1].criteria[0]
    assert line.counts is not None
    assert (line.counts.points, line.counts.source, line.counts.given_by) == (
        1,
        ScoreSource.HUMAN,
        invited.actor.name,
    )
    assert line.suggested == before.questions[1].criteria[0].counts
    assert _report(database, invited).questions[1].score == 2.5


@pytest.mark.parametrize(
    ("criterion", "points", "reason", "error"),
    [("trade", 5, "Too many.", Rejected), ("trade", -1, "Too few.", Rejected), ("trade", 2, " ", Rejected),
     ("made up", 2, "No such line.", NotFound)],
)  # fmt: skip
def test_what_is_no_score_is_refused(
    database: Database, invited: Invited, criterion: str, points: int, reason: str, error: type[Exception]
):
    database.run(grade, invited.interview_id)
    with pytest.raises(error):
        database.run(
            grading.override,
            invited.actor,
            invited.interview_id,
            invited.question_ids[0],
            criterion,
            points,
            reason,
        )


def test_graded_anew_the_human_stays(database: Database, invited: Invited):
    database.run(grade, invited.interview_id)
    with pytest.raises(InvalidState):
        database.run(_set_running, invited.interview_id)
        database.run(grading.grade_again, invited.actor, invited.interview_id)
    database.run(grading.fail, invited.interview_id)
    row_id = invited.question_ids[0]
    database.run(grading.override, invited.actor, invited.interview_id, row_id, "trade", 0, "I heard it.")
    database.run(grading.grade_again, invited.actor, invited.interview_id)
    assert database.run(grade, invited.interview_id)[0] == 3
    line = _report(database, invited).questions[0].criteria[0]
    assert line.counts is not None
    assert (line.counts.points, line.counts.source) == (0, ScoreSource.HUMAN)


def _set_running(db: Session, interview_id: str) -> None:
    row = db.get(Interview, interview_id)
    assert row is not None
    row.grading_state = GradingState.RUNNING

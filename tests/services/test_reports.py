"""Reports: for those who may see them, with every answer as it was typed; a named human decides."""

from __future__ import annotations

import json

import pytest

from neurohire.database import Database
from neurohire.errors import InvalidState, NotFound, Rejected
from neurohire.services import decisions, reports
from neurohire.vocabulary import InterviewState, Outcome, QuestionState, Role
from tests import people
from tests.candidates import Invited, invite
from tests.services.handed_in import GOOD_ANSWER, grade, hand_in


@pytest.fixture
def invited(database: Database) -> Invited:
    return database.run(hand_in)[0]


def test_it_holds_what_was_typed_before_and_after_the_grading(database: Database, invited: Invited):
    before = database.run(reports.get, invited.actor, invited.interview_id)[0]
    database.run(grade, invited.interview_id)
    after = database.run(reports.get, invited.actor, invited.interview_id)[0]
    for report in (before, after):
        assert [q.answers[0].text for q in report.questions] == [GOOD_ANSWER, "I like tea <script>.", ""]
        assert {q.state for q in report.questions} == {QuestionState.ANSWERED}
        assert report.submit_reason == "candidate"
    assert (before.score, before.score_text) == (None, "")
    assert after.score_text
    json.loads(after.model_dump_json())


def test_strangers_find_nothing(database: Database, invited: Invited):
    otto = database.run(people.make_actor, "otto@example.org", Role.RECRUITER)[0]
    with pytest.raises(NotFound):
        database.run(reports.get, otto, invited.interview_id)
    with pytest.raises(NotFound):
        database.run(decisions.decide, otto, invited.interview_id, Outcome.ADVANCE, "A good one.")
    admin = database.run(people.make_actor, "ada@example.org", Role.ADMIN)[0]
    assert database.run(reports.get, admin, invited.interview_id)[0].interview.id == invited.interview_id


def test_the_newest_decision_stands_with_its_name_and_reason(database: Database, invited: Invited):
    for outcome, reason in ((Outcome.HOLD, "Let us wait."), (Outcome.ADVANCE, "  Convincing ✓ ")):
        database.run(decisions.decide, invited.actor, invited.interview_id, outcome, reason)
    report = database.run(reports.get, invited.actor, invited.interview_id)[0]
    assert report.decision is not None
    decided = (report.decision.outcome, report.decision.reason, report.decision.decided_by)
    assert decided == (Outcome.ADVANCE, "Convincing ✓", invited.actor.name)
    assert [decision.outcome for decision in report.decisions] == [Outcome.ADVANCE, Outcome.HOLD]
    assert report.interview.state is InterviewState.REVIEWED


def test_no_decision_without_a_reason_or_before_the_end(database: Database, invited: Invited):
    with pytest.raises(Rejected):
        database.run(decisions.decide, invited.actor, invited.interview_id, Outcome.DECLINE, " no")
    early = database.run(invite, "bo@example.org")[0]
    with pytest.raises(InvalidState):
        database.run(decisions.decide, early.actor, early.interview_id, Outcome.DECLINE, "Never came.")

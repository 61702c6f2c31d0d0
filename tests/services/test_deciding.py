"""The seconds in which a model thinks: the answer is final, the end comes once, the time is given back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import CandidateGrant
from neurohire.database import Database
from neurohire.errors import InvalidState
from neurohire.models.answers import Answer
from neurohire.models.interviews import FollowUpAsked, Interview, InterviewQuestion
from neurohire.models.scores import Task
from neurohire.services import answers, conduct, deciding, documents, entrance, interviews, journal, reports
from neurohire.services.deciding import EndedTurn
from neurohire.services.follow_ups import Chosen
from neurohire.services.tasks import GO_ON_TASK
from neurohire.settings import Settings
from neurohire.vocabulary import DataKind, FollowUpSource
from tests import people
from tests.candidates import FOLLOW_UP, Invited, invite

Do = Callable[..., Any]
WRITTEN = Chosen(text="And then?", source=FollowUpSource.MODEL, model="m", prompt="follow-ups/1")


@pytest.fixture
def with_model(settings: Settings) -> Settings:
    settings.model_base_url, settings.model_name = "https://models.example.org/v1", "m"
    return settings


@pytest.fixture
def do(database: Database) -> Do:
    return lambda work, *args, **kwargs: database.run(work, *args, **kwargs)[0]


@pytest.fixture
def later() -> Iterator[Callable[[float], None]]:
    """Moves the server's clock."""

    def move(seconds: float) -> None:
        moved = clock.now() + timedelta(seconds=seconds)
        clock.set_source(lambda: moved)

    yield move
    clock.set_source(None)


def begin(do: Do, said: str = "By customer.", **kind: bool) -> tuple[Invited, CandidateGrant]:
    """An interview whose first answer is done."""
    invited: Invited = do(lambda db: invite(db, **kind))
    _, grant = do(people.enter, invited.actor, invited.interview_id)
    do(conduct.start, grant)
    finish(do, grant, invited.question_ids[0], 0, said)
    return invited, grant


def finish(do: Do, grant: CandidateGrant, question: str, follow_up: int, said: str) -> None:
    def work(db: Session) -> None:
        conduct.answer_row(db, grant.interview_id, question, follow_up).text = said
        conduct.end_turn(db, grant, question, follow_up)

    do(work)


def turn_of(do: Do, question_id: str, follow_up: int = 0) -> EndedTurn:
    row: InterviewQuestion = do(lambda db: db.get(InterviewQuestion, question_id))
    assert row.deciding_since
    return EndedTurn(row.interview_id, row.id, follow_up, row.deciding_since)


def open_tasks(db: Session) -> int:
    rows = db.scalars(select(Task).where(col(Task.kind) == GO_ON_TASK, col(Task.done_at).is_(None)))
    return len(rows.all())


def test_without_a_model_nothing_is_thought_about(do: Do) -> None:
    invited, grant = begin(do)
    turn = do(conduct.view, grant).turn
    assert (turn.follow_up_text, turn.is_deciding) == (FOLLOW_UP, False)
    kinds = [e.kind for e in do(journal.since, invited.interview_id, 0)]
    assert "deciding_began" not in kinds and do(open_tasks) == 0


@pytest.mark.usefixtures("with_model")
class TestWithAModel:
    def test_the_answer_is_final_at_once_and_the_page_shows_that_it_is_thought_about(self, do: Do) -> None:
        invited, grant = begin(do)
        turn = do(conduct.view, grant).turn
        assert (turn.question_id, turn.follow_up, turn.is_deciding) == (invited.question_ids[0], 0, True)
        answer: Answer = do(lambda db: conduct.answer_row(db, grant.interview_id, turn.question_id, 0))
        assert answer.is_final
        assert do(open_tasks) == 1

    def test_the_models_follow_up_is_asked_and_marked(self, do: Do) -> None:
        invited, grant = begin(do)
        do(deciding.go_on, turn_of(do, invited.question_ids[0]), WRITTEN)
        turn = do(conduct.view, grant).turn
        assert (turn.follow_up, turn.follow_up_text, turn.is_deciding) == (1, "And then?", False)
        row = do(lambda db: db.scalars(select(FollowUpAsked)).one())
        assert (row.source, row.model, row.prompt) == ("model", "m", "follow-ups/1")
        (entry,) = [e for e in do(journal.since, invited.interview_id, 0) if e.kind == "follow_up_asked"]
        assert entry.body["source"] == "model"
        origin = do(reports.get, invited.actor, invited.interview_id).questions[0].follow_up_origins[0]
        assert (origin.source, origin.model) == (FollowUpSource.MODEL, "m")
        assert do(open_tasks) == 0

    def test_without_the_models_word_the_prepared_one_comes(self, do: Do) -> None:
        invited, grant = begin(do)
        do(deciding.go_on, turn_of(do, invited.question_ids[0]), None)
        assert do(conduct.view, grant).turn.follow_up_text == FOLLOW_UP
        assert do(lambda db: db.scalars(select(FollowUpAsked)).one()).source == "bank"

    def test_it_ends_once(self, do: Do) -> None:
        invited, grant = begin(do)
        turn = turn_of(do, invited.question_ids[0])
        do(deciding.go_on, turn, WRITTEN)
        before = do(conduct.view, grant)
        do(deciding.go_on, turn, WRITTEN)
        do(deciding.go_on_without, turn.question_id)
        after = do(conduct.view, grant)
        assert (after.turn, after.deadline) == (before.turn, before.deadline)

    def test_what_comes_too_late_is_thrown_away(self, do: Do, later: Callable[[float], None]) -> None:
        invited, grant = begin(do)
        turn = turn_of(do, invited.question_ids[0])
        later(8.1)
        do(deciding.go_on, turn, WRITTEN)
        assert do(conduct.view, grant).turn.follow_up_text == FOLLOW_UP

    @pytest.mark.parametrize(("spent", "given"), [(0.2, 1), (3.0, 4), (60.0, 8)])
    def test_the_time_is_given_back(
        self, do: Do, later: Callable[[float], None], spent: float, given: int
    ) -> None:
        """Never more than the limit: the rest was an outage, and the beat gives that back."""
        invited, grant = begin(do)
        before = do(conduct.view, grant).deadline
        later(spent)
        do(deciding.go_on_without, invited.question_ids[0])
        assert (do(conduct.view, grant).deadline - before).total_seconds() == given
        (entry,) = [e for e in do(journal.since, invited.interview_id, 0) if e.kind == "time_given_back"]
        assert entry.body == {"seconds": given, "reason": "deciding"}

    def test_done_again_changes_nothing_and_it_cannot_be_skipped(self, do: Do) -> None:
        invited, grant = begin(do)
        before = turn_of(do, invited.question_ids[0])
        do(conduct.end_turn, grant, invited.question_ids[0], 0)
        assert turn_of(do, invited.question_ids[0]) == before and do(open_tasks) == 1
        with pytest.raises(InvalidState):
            do(conduct.skip, grant, invited.question_ids[0])

    def test_at_most_two_follow_ups(self, do: Do) -> None:
        invited, grant = begin(do)
        question = invited.question_ids[0]
        for number in (1, 2):
            do(deciding.go_on, turn_of(do, question, number - 1), WRITTEN)
            finish(do, grant, question, number, "More words.")
        turn = do(conduct.view, grant).turn
        assert (turn.number, turn.is_deciding) == (2, False)

    @pytest.mark.parametrize("said", ["", "  \n", "..."])
    def test_nobody_thinks_about_nothing(self, do: Do, said: str) -> None:
        _, grant = begin(do, said)
        assert do(conduct.view, grant).turn.number == 2

    def test_with_a_minute_left_the_next_question_comes(self, do: Do, later: Callable[[float], None]) -> None:
        invited: Invited = do(invite)
        _, grant = do(people.enter, invited.actor, invited.interview_id)
        do(conduct.start, grant)
        later(44 * 60 + 5)
        finish(do, grant, invited.question_ids[0], 0, "By customer.")
        assert do(conduct.view, grant).turn.number == 2

    def test_who_wants_no_software_to_judge_is_asked_as_prepared(self, do: Do) -> None:
        invited: Invited = do(invite)
        _, grant = do(people.enter, invited.actor, invited.interview_id)
        do(entrance.give_consent, grant, {DataKind.ANSWERS})
        do(conduct.start, grant)
        finish(do, grant, invited.question_ids[0], 0, "By customer.")
        assert do(conduct.view, grant).turn.follow_up_text == FOLLOW_UP

    def test_nobody_is_taken_at_a_word_given_for_another_reader(self, do: Do, settings: Settings) -> None:
        invited: Invited = do(invite)
        _, grant = do(people.enter, invited.actor, invited.interview_id)
        do(conduct.start, grant)
        assert do(entrance.about, grant).read_by == "models.example.org"
        settings.model_base_url = "https://elsewhere.example.org/v1"
        finish(do, grant, invited.question_ids[0], 0, "By customer.")
        assert do(conduct.view, grant).turn.follow_up_text == FOLLOW_UP

    def test_handing_in_meanwhile(self, do: Do) -> None:
        invited, grant = begin(do)
        turn = turn_of(do, invited.question_ids[0])
        do(conduct.submit, grant)
        do(deciding.go_on, turn, WRITTEN)
        view = do(conduct.view, grant)
        assert (view.state, view.turn, view.states[0]) == ("submitted", None, "answered")
        assert do(answers.of_question, turn.question_id)[0].text == "By customer."
        assert do(open_tasks) == 0 and do(lambda db: db.scalars(select(FollowUpAsked)).all()) == []

    def test_the_end_of_time_meanwhile(self, do: Do, later: Callable[[float], None]) -> None:
        invited, grant = begin(do)
        turn = turn_of(do, invited.question_ids[0])
        later(46 * 60)
        do(conduct.submit_when_time_is_up, invited.interview_id)
        do(deciding.go_on, turn, WRITTEN)
        view = do(conduct.view, grant)
        assert (view.state, view.submit_reason, view.states[0]) == ("submitted", "time_up", "answered")

    def test_a_cancel_meanwhile(self, do: Do) -> None:
        invited, _ = begin(do)
        turn = turn_of(do, invited.question_ids[0])
        do(interviews.cancel, invited.actor, invited.interview_id)
        do(deciding.go_on, turn, WRITTEN)
        assert do(open_tasks) == 0 and do(lambda db: db.scalars(select(FollowUpAsked)).all()) == []

    def test_switched_off_meanwhile(self, do: Do, settings: Settings) -> None:
        invited, grant = begin(do)
        settings.model_name = ""
        do(deciding.go_on, turn_of(do, invited.question_ids[0]), WRITTEN)
        assert do(conduct.view, grant).turn.follow_up_text == FOLLOW_UP

    def test_the_editor_is_closed_meanwhile(self, do: Do) -> None:
        invited, grant = begin(do, coding=True)
        do(deciding.go_on, turn_of(do, invited.question_ids[0]), None)
        finish(do, grant, invited.question_ids[0], 1, "More.")
        do(deciding.go_on, turn_of(do, invited.question_ids[0], 1), None)
        turn = do(conduct.view, grant).turn
        assert turn.number == 2 and do(documents.view, turn.document_id).is_open
        finish(do, grant, turn.question_id, 0, "See the code.")
        assert not do(documents.view, turn.document_id).is_open

    def test_the_journal_holds(self, do: Do) -> None:
        invited, _ = begin(do)
        do(deciding.go_on, turn_of(do, invited.question_ids[0]), WRITTEN)
        assert do(journal.verify, invited.interview_id).broken_at is None
        assert json.dumps(do(lambda db: db.get(Interview, invited.interview_id)).credited_seconds) == "1"

"""Scorecards: others' stay hidden until one's own is submitted; earlier versions are kept; means add up."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlmodel import Session

from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.errors import InvalidState, Rejected
from neurohire.models.interviews import Interview, InterviewQuestion
from neurohire.services import decisions, journal, reports, scorecard_results, scorecards
from neurohire.services.question_sets import rows_of
from neurohire.services.scorecards import Cards, MyCard
from neurohire.settings import Settings
from neurohire.vocabulary import CardState, Outcome, QuestionState, Recommendation
from tests.rooms.live import Live, Sender, admit, make_room


@pytest.fixture
def live(database: Database, settings: Settings) -> Live:
    """Begun, with the first question shown."""
    return database.run(_begun)[0]


def _begun(db: Session) -> Live:
    live = make_room(db)
    admit(db, live)
    first = rows_of(db, live.interview_id)[0]
    first.state = QuestionState.ASKED
    return live


def seen(database: Database, live: Live, actor: Actor) -> Cards:
    return database.run(_seen, live.interview_id, actor)[0]


def _seen(db: Session, interview_id: str, actor: Actor) -> Cards:
    row = db.get(Interview, interview_id)
    assert row is not None
    return scorecards.seen_by(db, row, actor.user_id)


def mine(database: Database, live: Live, actor: Actor) -> MyCard:
    return database.run(_mine, live.interview_id, actor)[0]


def _mine(db: Session, interview_id: str, actor: Actor) -> MyCard:
    row = db.get(Interview, interview_id)
    assert row is not None
    return scorecards.mine(db, row, actor.user_id)


def judge(db: Session, live: Live, name: str, points: int, word: Recommendation, why: str) -> None:
    """As the page does: lines as typed, then the whole, then submitted."""
    sender = Sender(db, live, name)
    sender.seq = len(journal.since(db, live.interview_id, 0, 10_000)) * 10
    for line in _mine(db, live.interview_id, live.who(name)).lines[:2]:  # type: ignore[arg-type]
        sender.send("scorecard_line", line=line.key, points=points, words=f"{why} {line.name}")
    sender.send("scorecard_overall", recommendation=word.value, words=why)
    sender.send("scorecard_submit")


def test_its_lines_are_the_rubrics_of_what_was_shown_then_skills_and_the_whole(
    database: Database, live: Live
) -> None:
    card = mine(database, live, live.rita)
    groups = list(dict.fromkeys(line.group for line in card.lines))
    assert groups == ["Question 1", "Skills of the position", "As a whole"]
    assert [line.name for line in card.lines if line.group == groups[1]] == ["Python", "SQL", "Docker"]
    assert all(len(line.anchors) == 5 for line in card.lines)
    assert card.state is CardState.DRAFT and card.given == {}


def test_nobody_sees_a_card_before_the_own_one_is_submitted(database: Database, live: Live) -> None:
    database.run(judge, live, "rita", 4, Recommendation.STRONG_YES, "Rita's words")
    hidden = seen(database, live, live.ben)
    assert (hidden.cards, hidden.means, hidden.hidden) == ([], [], 1)
    assert (hidden.missing, hidden.is_mine_missing) == ([live.ben.name], True)
    assert "Rita's words" not in database.run(reports.get, live.ben, live.interview_id)[0].model_dump_json()
    own = seen(database, live, live.rita)
    assert [(view.name, view.is_mine) for view in own.cards] == [(live.rita.name, True)]
    observer = seen(database, live, live.olga)  # did not interview: judges nobody, sees what is submitted
    assert [view.name for view in observer.cards] == [live.rita.name] and not observer.is_mine_missing
    database.run(judge, live, "ben", 1, Recommendation.NO, "Ben's words")
    both = seen(database, live, live.ben)
    assert [view.card.words for view in both.cards] == ["Rita's words", "Ben's words"]
    assert (both.hidden, both.missing) == (0, [])


def in_the_table(database: Database, live: Live) -> str:
    """What Ben's table says of them."""
    judged = database.run(scorecard_results.of, live.ben, [live.interview_id])[0]
    return judged[live.interview_id].recommendations


def test_once_it_is_decided_whoever_never_judged_sees_the_cards_and_is_marked_late(
    database: Database, live: Live
) -> None:
    database.run(judge, live, "rita", 4, Recommendation.STRONG_YES, "Rita's words")
    database.run(lambda db: Sender(db, live, "rita").send("complete_interview"))
    assert "strong yes" not in in_the_table(database, live)
    database.run(decisions.decide, live.rita, live.interview_id, Outcome.ADVANCE, "She is good")
    found = seen(database, live, live.ben)
    assert [view.card.words for view in found.cards] == ["Rita's words"] and found.hidden == 0
    assert found.missing == [live.ben.name]
    assert "strong yes" in in_the_table(database, live)
    database.run(judge, live, "ben", 1, Recommendation.NO, "Ben's words")
    late = {view.name: view.is_after_decision for view in seen(database, live, live.rita).cards}
    assert late == {live.rita.name: False, live.ben.name: True}


async def test_two_who_submit_at_the_same_moment_both_count(database: Database, live: Live) -> None:
    await asyncio.gather(
        database.transact(judge, live, "rita", 4, Recommendation.YES, "Rita's words"),
        database.transact(judge, live, "ben", 2, Recommendation.NO, "Ben's words"),
    )
    found = await database.read(_seen, live.interview_id, live.olga)
    assert sorted(view.card.words for view in found.cards) == ["Ben's words", "Rita's words"]
    assert (await database.read(journal.verify, live.interview_id)).broken_at is None


def test_the_mean_counts_only_cards_with_points(database: Database, live: Live) -> None:
    database.run(judge, live, "rita", 4, Recommendation.YES, "Good")
    database.run(judge, live, "ben", 3, Recommendation.YES, "Good too")
    means = seen(database, live, live.olga).means
    assert [(mean.mean, mean.given) for mean in means[:3]] == [(3.5, 2), (3.5, 2), (None, 0)]


def test_a_change_counts_when_it_is_submitted_and_the_earlier_one_stays(
    database: Database, live: Live
) -> None:
    database.run(judge, live, "rita", 4, Recommendation.YES, "First thoughts")

    def change(db: Session) -> None:
        sender = Sender(db, live, "rita")
        sender.seq = 5_000
        sender.send("scorecard_overall", recommendation="no", words="Second thoughts")

    database.run(change)
    assert mine(database, live, live.rita).has_changes
    assert [view.card.words for view in seen(database, live, live.olga).cards] == ["First thoughts"]

    def again(db: Session) -> None:
        sender = Sender(db, live, "rita")
        sender.seq = 6_000
        sender.send("scorecard_submit")
        sender.send("scorecard_submit")  # pressed twice: one version

    database.run(again)
    (view,) = seen(database, live, live.olga).cards
    assert (view.number, view.card.words, view.card.recommendation) == (2, "Second thoughts", "no")
    assert [card.words for _, card in view.earlier] == ["First thoughts"]
    assert not mine(database, live, live.rita).has_changes
    kept = [e.body for e in database.run(journal.since, live.interview_id, 0, 500)[0]
            if e.kind == "scorecard_submitted"]  # fmt: skip
    versions = [(body or {}).get("version") for body in kept]
    assert versions == [1, 2, 2] and (kept[0] or {})["card"]["words"] == "First thoughts"


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        ("scorecard_submit", {}, "no_recommendation"),
        ("scorecard_line", {"line": "no-such/line", "points": 3}, "unknown_line"),
        ("scorecard_line", {"line": "overall", "points": 5}, "bad_operation"),
        ("scorecard_line", {"line": "overall", "points": 3, "words": "x" * 2001}, "bad_operation"),
        ("scorecard_overall", {"recommendation": "maybe"}, "bad_operation"),
    ],
)
def test_what_can_not_be_is_refused(
    database: Database, live: Live, kind: str, body: dict[str, Any], code: str
) -> None:
    with pytest.raises(Rejected) as refused:
        database.run(_send, live, "rita", kind, body)
    assert refused.value.code == code


def test_an_observer_and_the_candidate_have_none(database: Database, live: Live) -> None:
    for name in ("olga", "ana"):
        with pytest.raises(Rejected) as refused:
            database.run(_send, live, name, "scorecard_line", {"line": "overall", "points": 3})
        assert refused.value.code == "not_yours"


def test_before_it_has_begun_nothing_is_submitted(database: Database, settings: Settings) -> None:
    early = database.run(make_room)[0]
    database.run(_send, early, "rita", "scorecard_overall", {"recommendation": "yes", "words": "The resume"})
    with pytest.raises(InvalidState):
        database.run(_send, early, "rita", "scorecard_submit", {}, 2)


def test_a_question_that_was_never_shown_is_not_judged(database: Database, live: Live) -> None:
    second = database.run(_second, live)[0]
    with pytest.raises(Rejected):
        database.run(_send, live, "rita", "scorecard_line", {"line": second, "points": 3})


def _second(db: Session, live: Live) -> str:
    row: InterviewQuestion = rows_of(db, live.interview_id)[1]
    return f"{row.id}/{(row.question.get('rubric') or [{'key': 'answer'}])[0]['key']}"


def _send(db: Session, live: Live, name: str, kind: str, body: dict[str, Any], seq: int = 1) -> None:
    sender = Sender(db, live, name)
    sender.seq = seq * 1000
    sender.send(kind, **body)

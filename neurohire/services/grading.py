"""Grades a submitted interview question by question: suggestions with checked quotes, totals, feedback."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.database import record
from neurohire.errors import InvalidState, NotFound, Rejected
from neurohire.events import Event
from neurohire.grading.arithmetic import QuestionScore, WeightedPoints, score_question, score_total
from neurohire.grading.embedded import EmbeddedGrader
from neurohire.grading.evidence import check_quotes
from neurohire.grading.feedback import GradedQuestion, compose_feedback
from neurohire.grading.protocol import CriterionGrade, Grader, Grading, Quote
from neurohire.models.interviews import Consent, Interview, InterviewQuestion
from neurohire.models.questions import MAX_POINTS, Question
from neurohire.models.scores import Score
from neurohire.services import access, answers, journal, pool_rows, tasks
from neurohire.services.interviews import changed
from neurohire.services.question_sets import rows_of
from neurohire.vocabulary import (
    DataKind,
    GradingState,
    InterviewKind,
    InterviewState,
    ModelState,
    QuestionState,
    ScoreSource,
)

GRADED = (InterviewState.SUBMITTED, InterviewState.TERMINATED, InterviewState.REVIEWED)


def next_ungraded(db: Session, interview_id: str) -> str | None:
    """The next question to grade; begins the grading. None: all done (or nothing to grade)."""
    row = db.get(Interview, interview_id)
    if row is None or row.state not in GRADED or row.grading_state == GradingState.DONE:
        return None
    if row.kind == InterviewKind.LIVE:
        return None  # people judge what they saw; there are no written answers
    if row.grading_state != GradingState.RUNNING:
        row.grading_state = GradingState.RUNNING
        changed(db, row)
    if not may_suggest(db, interview_id):
        return None  # the candidate wants no suggested scores: a human reads and scores
    scored = select(Score.interview_question_id).where(  # type: ignore[call-overload]
        col(Score.interview_id) == interview_id,
        col(Score.source) == ScoreSource.EMBEDDED,
        col(Score.replaced_at).is_(None),
    )
    done = set(db.scalars(scored))
    for question in asked(db, interview_id):
        if question.id not in done and question.question.get("rubric"):
            return question.id
    return None


def may_suggest(db: Session, interview_id: str) -> bool:
    """Whether the candidate's newest word allows suggested scores; without any word they may be made."""
    row = db.scalars(
        select(Consent)
        .where(
            col(Consent.interview_id) == interview_id,
            col(Consent.data_kind) == DataKind.SUGGESTED_SCORES,
        )
        .order_by(col(Consent.at).desc())
        .limit(1)
    ).first()
    return row is None or row.is_given


def grade_question(db: Session, row_id: str, grader: Grader | None = None) -> None:
    """Suggest scores for one answer; each commit keeps what was done, so it restarts where it was."""
    row = db.get(InterviewQuestion, row_id)
    if row is None:
        raise NotFound()
    question, answer = Question.model_validate(row.question), answers.text_of(db, row_id)
    source = ScoreSource.EMBEDDED
    grading = check_quotes((grader or EmbeddedGrader()).grade(question, answer), answer)
    for grade in grading.criteria:
        db.add(new_score(row, grading, grade, source))
    body = {"question_id": row.id, "source": source.value, "grader": grading.grader}
    journal.append(
        db,
        row.interview_id,
        "system",
        "scores_suggested",
        body | {"points": {grade.criterion: grade.points for grade in grading.criteria}},
    )


def finish(db: Session, interview_id: str) -> None:
    """All questions are graded: totals and feedback."""
    row = db.get(Interview, interview_id)
    if row is None or row.state not in GRADED:
        return
    sum_up(db, row)
    row.grading_state = GradingState.DONE
    journal.append(db, row.id, "system", "grading_done", {"score": row.score, "base": row.score_base})
    changed(db, row)


def fail(db: Session, interview_id: str) -> None:
    """Given up for now; the report says so and offers to try again."""
    row = db.get(Interview, interview_id)
    if row is not None and row.grading_state != GradingState.DONE:
        row.grading_state = GradingState.FAILED
        changed(db, row)


def grade_again(db: Session, actor: Actor, interview_id: str) -> None:
    """New suggestions for all questions; human scores stay, earlier suggestions are kept as replaced."""
    row = access.interview(db, actor, interview_id, to_change=True)
    is_ready = row.state in GRADED and row.grading_state != GradingState.RUNNING
    if row.kind == InterviewKind.LIVE or not is_ready:
        raise InvalidState("There is nothing to grade right now.")
    db.execute(
        update(Score)
        .where(
            col(Score.interview_id) == row.id,
            col(Score.source) != ScoreSource.HUMAN,
            col(Score.replaced_at).is_(None),
        )
        .values(replaced_at=clock.now())
    )
    row.grading_state, row.model_grading_state = GradingState.WAITING, ModelState.NONE
    tasks.add(db, tasks.GRADE_TASK, row.id)
    record(db, Event("work", "task_due"))
    journal.append(db, row.id, actor.journal_name, "grading_asked_again")
    changed(db, row)


def override(
    db: Session, actor: Actor, interview_id: str, row_id: str, criterion: str, points: int | None, reason: str
) -> None:
    """A human's score with a reason; it counts instead of the suggestion, which stays to be seen."""
    row = access.interview(db, actor, interview_id, to_change=True)
    question = db.get(InterviewQuestion, row_id)
    if question is None or question.interview_id != row.id:
        raise NotFound()
    if row.grading_state not in (GradingState.DONE, GradingState.FAILED):
        raise InvalidState("The suggestions are still being made. Try again in a moment.")
    if criterion not in {c["key"] for c in question.question.get("rubric", [])}:
        raise NotFound("The rubric has no such line.")
    if points is not None and not 0 <= points <= MAX_POINTS:
        raise Rejected(f"Points go from 0 to {MAX_POINTS}.", code="bad_points")
    words = " ".join(reason.split())
    if not 3 <= len(words) <= 2000:
        raise Rejected("Please give a reason (3 to 2,000 characters).", code="no_reason")
    db.execute(
        update(Score)
        .where(
            col(Score.interview_question_id) == row_id,
            col(Score.criterion) == criterion,
            col(Score.source) == ScoreSource.HUMAN,
            col(Score.replaced_at).is_(None),
        )
        .values(replaced_at=clock.now())
    )
    db.add(
        Score(
            interview_id=row.id,
            interview_question_id=row_id,
            criterion=criterion,
            points=points,
            reason=words,
            source=ScoreSource.HUMAN,
            rubric_version=question.question.get("rubric_version", 1),
            given_by=actor.user_id,
            at=clock.now(),
        )
    )
    body = {"question_id": row_id, "criterion": criterion, "points": points, "reason": words}
    journal.append(db, row.id, actor.journal_name, "score_given", body)
    db.flush()
    sum_up(db, row)
    changed(db, row)


def current_scores(db: Session, interview_id: str) -> dict[tuple[str, str], dict[ScoreSource, Score]]:
    """Per (question, criterion) the scores in force by source; a human's counts before any other."""
    found: dict[tuple[str, str], dict[ScoreSource, Score]] = {}
    rows = db.scalars(
        select(Score)
        .where(col(Score.interview_id) == interview_id, col(Score.replaced_at).is_(None))
        .order_by(col(Score.at))
    )
    for score in rows:
        found.setdefault((score.interview_question_id, score.criterion), {})[ScoreSource(score.source)] = (
            score
        )
    return found


def counting(scores: dict[ScoreSource, Score]) -> Score | None:
    """A human's; else the model's if it assessed the line; else the embedded one."""
    human, model = scores.get(ScoreSource.HUMAN), scores.get(ScoreSource.MODEL)
    if human is not None:
        return human
    if model is not None and model.points is not None:
        return model
    return scores.get(ScoreSource.EMBEDDED, model)


def suggestion(scores: dict[ScoreSource, Score]) -> Score | None:
    """What would count without a human."""
    return counting({source: score for source, score in scores.items() if source is not ScoreSource.HUMAN})


def question_score(
    db: Session, row: InterviewQuestion, scores: dict[tuple[str, str], dict[ScoreSource, Score]]
) -> QuestionScore:
    """Weighted mean of one question's points as they count now."""
    question = Question.model_validate(row.question)
    points = []
    for criterion in question.rubric:
        score = counting(scores.get((row.id, criterion.key), {}))
        given = None if score is None or score.points is None else int(score.points)
        points.append(WeightedPoints(points=given, weight=criterion.weight))
    return score_question(points, empty=answers.is_empty(db, row.id))


def sum_up(db: Session, row: Interview) -> None:
    scores, graded, totals = current_scores(db, row.id), [], []
    for question in asked(db, row.id):
        result = question_score(db, question, scores)
        question.score = None if result.score is None else float(result.score)
        totals.append(result)
        graded.append(_graded(question, scores))
    pool_rows.touch_sets(db, [row.id])
    total = score_total(totals)
    row.score = None if total.score is None else float(total.score)
    row.score_base = f"{total.assessed} of {total.asked}"
    row.feedback = compose_feedback(graded).model_dump(mode="json")


def _graded(
    row: InterviewQuestion, scores: dict[tuple[str, str], dict[ScoreSource, Score]]
) -> GradedQuestion:
    question = Question.model_validate(row.question)
    grades = []
    for criterion in question.rubric:
        by_source = scores.get((row.id, criterion.key), {})
        score = counting(by_source)
        suggested = suggestion(by_source)
        grades.append(
            CriterionGrade(
                criterion=criterion.key,
                points=None if score is None or score.points is None else int(score.points),
                reason=score.reason if score else "",
                quotes=[Quote.model_validate(quote) for quote in (suggested.quotes if suggested else [])],
            )
        )
    grading = Grading(criteria=grades, grader="", rubric_version=question.rubric_version)
    return GradedQuestion(number=row.place + 1, question=question, grading=grading)


def asked(db: Session, interview_id: str) -> list[InterviewQuestion]:
    return [row for row in rows_of(db, interview_id) if row.state != QuestionState.PENDING]


def new_score(row: InterviewQuestion, grading: Grading, grade: CriterionGrade, source: ScoreSource) -> Score:
    return Score(
        interview_id=row.interview_id,
        interview_question_id=row.id,
        criterion=grade.criterion,
        points=grade.points,
        reason=grade.reason,
        quotes=[quote.model_dump(mode="json") for quote in grade.quotes],
        source=source,
        grader=grading.grader,
        rubric_version=grading.rubric_version,
        at=clock.now(),
    )

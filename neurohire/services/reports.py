"""The report of one interview: a read-only assembly in which every score opens down to words."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire.auth.actors import Actor
from neurohire.models.interviews import Consent, Decision, FollowUpAsked, Interview, InterviewQuestion
from neurohire.models.questions import Criterion, Question
from neurohire.models.scores import Score
from neurohire.models.users import User
from neurohire.services import (
    access,
    answers,
    grading,
    incident_report,
    interviews,
    live_reports,
    recordings,
    transcripts,
)
from neurohire.services.answers import AnswerView
from neurohire.services.incident_report import Checks
from neurohire.services.interviews import InterviewDetail
from neurohire.services.live_reports import LiveReport
from neurohire.services.question_sets import rows_of
from neurohire.services.recordings import RecordingView
from neurohire.services.transcripts import SpokenTake
from neurohire.vocabulary import (
    FollowUpSource,
    GradingState,
    InterviewKind,
    Outcome,
    QuestionState,
    ScoreSource,
    TranscriptState,
)


class QuoteView(BaseModel):
    """Words of the answer; `part` is text-0, code-0, text-1 …"""

    part: str
    start: int
    end: int
    text: str


class ScoreView(BaseModel):
    """Points with source; None is "not assessed"."""

    points: int | None
    reason: str
    source: ScoreSource
    grader: str
    quotes: list[QuoteView]
    runs: list[int | None] = []  # of a model, each run's points
    given_by: str
    at: datetime


class CriterionView(BaseModel):
    """One line of the rubric with the score that counts and, if a human overrode it, the suggestion."""

    criterion: Criterion
    counts: ScoreView | None
    suggested: ScoreView | None
    others: list[ScoreView] = []  # beside it: the embedded one, or a model's that is not used


class FollowUpOrigin(BaseModel):
    """Where a follow-up came from; model and prompt's version only when a model wrote it."""

    source: FollowUpSource
    model: str
    prompt: str


class QuestionReport(BaseModel):
    """One question with everything given to it."""

    id: str
    number: int
    state: QuestionState
    question: Question
    asked_at: datetime | None
    ended_at: datetime | None
    follow_ups: list[str]
    follow_up_origins: list[FollowUpOrigin]  # of each of them
    answers: list[AnswerView]
    recordings: list[RecordingView]
    spoken: list[SpokenTake] = []  # the words of the recordings
    is_scored_without: bool = False  # words came, or are still to come, after the scores were suggested
    criteria: list[CriterionView]
    score: float | None
    rubric_version: int


class DecisionView(BaseModel):
    outcome: Outcome
    reason: str
    decided_by: str
    at: datetime


class ConsentView(BaseModel):
    data_kind: str
    is_given: bool
    text_version: str
    at: datetime


class Report(BaseModel):
    """Everything the report page and its JSON download hold."""

    interview: InterviewDetail
    submit_reason: str
    credited_seconds: int
    score: float | None
    score_text: str
    strengths: list[dict[str, object]]
    gaps: list[dict[str, object]]
    overall: str
    questions: list[QuestionReport]
    decision: DecisionView | None
    decisions: list[DecisionView]
    consents: list[ConsentView]
    checks: Checks | None = None  # of an interview taken alone in which the camera was to be checked
    live: LiveReport | None = None  # of a live interview that is over


def get(db: Session, actor: Actor, interview_id: str) -> Report:
    """The report as it stands, also while the scores are still being made."""
    row = access.interview(db, actor, interview_id)
    scores = grading.current_scores(db, row.id)
    takes = recordings.of_interview(db, row.id)
    names: dict[str, str] = {user_id: name for user_id, name in db.execute(select(User.id, User.name))}  # type: ignore[call-overload]
    decisions = _decisions(db, row.id, names)
    done = row.grading_state == GradingState.DONE
    return Report(
        interview=interviews.get(db, actor, interview_id),
        submit_reason=row.submit_reason,
        credited_seconds=row.credited_seconds,
        score=row.score if done else None,
        score_text=_score_text(row.score, row.score_base) if done else "",
        strengths=row.feedback.get("strengths", []),
        gaps=row.feedback.get("gaps", []),
        overall=row.feedback.get("overall", ""),
        questions=[
            _question(db, question, scores, takes.get(question.id, []), names)
            for question in rows_of(db, row.id)
        ],
        decision=decisions[0] if decisions else None,
        decisions=decisions,
        consents=_consents(db, row.id),
        checks=_checks(db, actor, row),
        live=live_reports.get(db, actor, row.id) if live_reports.is_there(row) else None,
    )


def _checks(db: Session, actor: Actor, row: Interview) -> Checks | None:
    if row.kind == InterviewKind.LIVE or not row.is_camera_checked:
        return None
    return incident_report.get(db, actor, row.id)


def _score_text(score: float | None, base: str) -> str:
    return f"{score} from {base}" if score is not None else f"No total: {base} assessed"


def _question(
    db: Session,
    row: InterviewQuestion,
    scores: dict[tuple[str, str], dict[ScoreSource, Score]],
    takes: list[RecordingView],
    names: dict[str, str],
) -> QuestionReport:
    question = Question.model_validate(row.question)
    asked = db.scalars(
        select(FollowUpAsked)
        .where(col(FollowUpAsked.interview_question_id) == row.id)
        .order_by(col(FollowUpAsked.number))
    ).all()
    spoken = transcripts.of_place(db, row.id)
    return QuestionReport(
        id=row.id,
        number=row.place + 1,
        state=QuestionState(row.state),
        question=question,
        asked_at=row.asked_at,
        ended_at=row.ended_at,
        follow_ups=[one.text for one in asked],
        follow_up_origins=[
            FollowUpOrigin(source=FollowUpSource(one.source), model=one.model, prompt=one.prompt)
            for one in asked
        ],
        answers=answers.of_question(db, row.id),
        recordings=takes,
        spoken=spoken,
        is_scored_without=_is_scored_without(row.id, spoken, scores),
        criteria=[_criterion(c, scores.get((row.id, c.key), {}), names) for c in question.rubric],
        score=row.score,
        rubric_version=question.rubric_version,
    )


def _is_scored_without(
    row_id: str, spoken: list[SpokenTake], scores: dict[tuple[str, str], dict[ScoreSource, Score]]
) -> bool:
    made = [
        score.at
        for (question, _), by_source in scores.items()
        for source, score in by_source.items()
        if question == row_id and source is not ScoreSource.HUMAN
    ]
    if not made:
        return False
    newest = max(made)
    return any(
        take.state is TranscriptState.WAITING
        or (take.state is TranscriptState.DONE and take.ready_at is not None and take.ready_at > newest)
        for take in spoken
    )


def _criterion(
    criterion: Criterion, by_source: dict[ScoreSource, Score], names: dict[str, str]
) -> CriterionView:
    score = grading.counting(by_source)
    suggested = grading.suggestion(by_source)
    suggestions = [by_source[s] for s in (ScoreSource.MODEL, ScoreSource.EMBEDDED) if s in by_source]
    return CriterionView(
        criterion=criterion,
        counts=_score(score, names) if score else None,
        suggested=_score(suggested, names) if suggested and suggested is not score else None,
        others=[_score(other, names) for other in suggestions if other not in (score, suggested)],
    )


def _score(score: Score, names: dict[str, str]) -> ScoreView:
    return ScoreView(
        points=None if score.points is None else int(score.points),
        reason=score.reason,
        source=ScoreSource(score.source),
        grader=score.grader,
        quotes=[QuoteView.model_validate(quote) for quote in score.quotes],
        runs=list(score.runs),
        given_by=names.get(score.given_by or "", ""),
        at=score.at,
    )


def _decisions(db: Session, interview_id: str, names: dict[str, str]) -> list[DecisionView]:
    rows = db.scalars(
        select(Decision).where(col(Decision.interview_id) == interview_id).order_by(col(Decision.at).desc())
    )
    return [
        DecisionView(
            outcome=Outcome(row.outcome),
            reason=row.reason,
            decided_by=names.get(row.decided_by, ""),
            at=row.at,
        )
        for row in rows
    ]


def _consents(db: Session, interview_id: str) -> list[ConsentView]:
    rows = db.scalars(
        select(Consent).where(col(Consent.interview_id) == interview_id).order_by(col(Consent.at))
    )
    return [ConsentView(**row.model_dump(include=set(ConsentView.model_fields))) for row in rows]

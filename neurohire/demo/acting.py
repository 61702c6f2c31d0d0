"""A made-up candidate at the interview: opens the link, agrees, types, writes code, speaks, hands in."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from pycrdt import Doc, Text
from sqlmodel import Session

from neurohire import clock
from neurohire.auth.actors import Actor, CandidateGrant
from neurohire.demo import voice
from neurohire.demo.cast import Opening, Person, Said
from neurohire.media_store import MediaStore
from neurohire.models.interviews import InterviewQuestion
from neurohire.models.questions import Question
from neurohire.rooms.shared_text import starter_update
from neurohire.services import conduct, documents, entrance, interviews, login_sessions, recordings
from neurohire.services.conduct import Turn
from neurohire.services.operations import Operation, apply_once
from neurohire.services.recordings import Take
from neurohire.vocabulary import AnswerMode, DataKind, QuestionSource

SECONDS_A_LETTER = 0.22  # about 55 words a minute
BROWSER = "Demo"
NOTHING_MORE = "That is all I can say about it."


class Edit(NamedTuple):
    """One edit of a document, as rooms hand them over."""

    at: datetime
    actor: str
    update: bytes
    sizes: bytes | None = None


class Candidate:
    """One person in one interview; `answer_all` gives the moments at which it goes on."""

    def __init__(
        self, db: Session, media: MediaStore, by: Actor, opening: Opening, person: Person, interview_id: str
    ) -> None:
        self.db, self.media, self.opening, self.person = db, media, opening, person
        self.id, self.by, self.number = interview_id, by, 0
        self.client_id = f"demo-{uuid.uuid5(uuid.NAMESPACE_OID, interview_id)}"
        self.grant = self._entered()

    def _entered(self) -> CandidateGrant:
        link = interviews.get(self.db, self.by, self.id).link
        assert link is not None
        session, _ = entrance.enter(self.db, link.url.rsplit("/", 1)[1], "", BROWSER)
        self.db.flush()
        return login_sessions.identify(self.db, session).grants[self.id]

    def agree(self, *, to_suggestions: bool = True) -> None:
        refused = set() if to_suggestions else {DataKind.SUGGESTED_SCORES}
        entrance.give_consent(self.db, self.grant, set(DataKind) - refused)
        self.send("device_checked", facts={"microphone": True, "camera": True})

    def send(self, kind: str, **body: Any) -> None:
        """One operation, as the candidate's page sends it."""
        self.number += 1
        operation = Operation(
            type="op", client_id=self.client_id, client_seq=self.number, kind=kind, body=body
        )
        apply_once(self.db, self.grant, operation)
        self.db.flush()

    def start(self) -> None:
        self.send("interview_start")

    def turn(self) -> Turn | None:
        return conduct.view(self.db, self.grant).turn

    def answer_all(self) -> Iterator[datetime]:
        """Every question that the person has words for; then nothing more comes."""
        while self.turn() is not None:
            yield self._later(20)  # reading; a model may have been thinking meanwhile
            turn = self.turn()
            said = self._said(turn) if turn else None
            if turn is None or said is None:
                return
            yield from self._answer(turn, said)

    def begin_to_answer(self) -> Iterator[datetime]:
        """Answers as long as whole answers are there; the last one is still being typed."""
        while self.turn() is not None:
            yield self._later(10)
            turn = self.turn()
            said = self._said(turn) if turn else None
            if turn is None or said is None:
                return
            if not said.follow_ups and not turn.follow_up:
                yield from self._type(turn, said.text)
                return
            yield from self._answer(turn, said)

    def _answer(self, turn: Turn, said: Said) -> Iterator[datetime]:
        text = said.text
        if turn.follow_up:
            given = said.follow_ups[turn.follow_up - 1 :]
            text = given[0] if given else NOTHING_MORE
        if said.code and not turn.follow_up and turn.document_id:
            yield from self._code(turn.document_id, said.code)
        mode = AnswerMode.CODE if turn.document_id and not turn.follow_up else AnswerMode.TEXT
        if not turn.follow_up and self._name(turn) in self.person.speaks:
            mode = AnswerMode.SPEECH
            yield from self._speak(turn, text)
        yield from self._type(turn, text, mode)
        self.send(
            "answer_done", question_id=turn.question_id, follow_up=turn.follow_up, text=text, mode=mode.value
        )

    def _type(self, turn: Turn, text: str, mode: AnswerMode = AnswerMode.TEXT) -> Iterator[datetime]:
        """In a few drafts, at the speed of a person."""
        words, step = text.split(), 14
        for end in range(step, len(words) + step, step):
            draft = " ".join(words[:end]) if end < len(words) else text
            yield self._later(SECONDS_A_LETTER * len(" ".join(words[end - step : end])))
            body = {"question_id": turn.question_id, "follow_up": turn.follow_up, "mode": mode.value}
            self.send("answer_draft", text=draft, **body)

    def _code(self, document_id: str, code: str) -> Iterator[datetime]:
        """Line by line, each as an update of its own, so that the playback shows it grow."""
        doc: Doc[Text] = Doc()
        content = doc.get(documents.ROOT, type=Text)
        if starter := documents.view(self.db, document_id).starter:
            seeded = starter_update(starter)
            documents.append(self.db, document_id, [Edit(clock.now(), "system", seeded)])
            doc.apply_update(seeded)
            yield self._later(20)
            self._edit(document_id, doc, content, len(str(content)), "")
        for line in code.strip("\n").splitlines(keepends=True):
            for piece in (line[: len(line) // 2], line[len(line) // 2 :]):
                yield self._later(1 + SECONDS_A_LETTER * len(piece))
                self._edit(document_id, doc, content, 0, piece)

    def _edit(self, document_id: str, doc: Doc[Text], content: Text, removed: int, added: str) -> None:
        before = doc.get_state()
        if removed:
            del content[0:removed]
        if added:
            content.insert(len(str(content)), added)
        update = doc.get_update(before)
        documents.append(self.db, document_id, [Edit(clock.now(), self.grant.journal_name, update)])

    def _speak(self, turn: Turn, text: str) -> Iterator[datetime]:
        pieces, seconds = voice.spoken(text, self.opening.language)
        made_id = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{turn.question_id}:{turn.follow_up}"))
        take = Take(
            recording_id=made_id,
            question_id=turn.question_id,
            follow_up=turn.follow_up,
            media_type=voice.MEDIA_TYPE,
        )
        for number, piece in enumerate(pieces):
            recordings.add_chunk(self.db, self.grant, take, number, self.media.put(piece))
            yield self._later(seconds / len(pieces))
        recordings.end(self.db, self.grant, made_id, len(pieces))

    def _said(self, turn: Turn) -> Said | None:
        return self.person.answers.get(self._name(turn))

    def _name(self, turn: Turn) -> str:
        """What the texts call this question."""
        row = self.db.get(InterviewQuestion, turn.question_id)
        assert row is not None
        question = Question.model_validate(row.question)
        if question.source is QuestionSource.RESUME:
            return "resume"
        own = [same.text for same in self.opening.questions]
        return str(own.index(question.text) + 1) if question.text in own else question.id

    def _later(self, seconds: float) -> datetime:
        return clock.now() + timedelta(seconds=seconds)

"""A candidate who speaks, for tests: takes kept as the page sends them, and their words written down."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlmodel import Session

from neurohire.auth.actors import CandidateGrant
from neurohire.database import Database
from neurohire.media_store import MediaStore
from neurohire.services import conduct, operations, recordings, transcription, transcripts
from neurohire.services.operations import Operation
from neurohire.services.recordings import Take
from neurohire.services.transcripts import SpokenTake
from neurohire.speech.protocol import Transcriber
from neurohire.workers import Workers
from tests import people
from tests.candidates import Invited, invite
from tests.speech import takes


class Inline(Workers):
    """In a thread instead of a child: the same work without its limits."""

    async def run(self, kind: str, function: Callable[..., Any], *args: Any) -> Any:
        return await asyncio.to_thread(function, *args)


class Speaker:
    """One candidate in a running interview."""

    def __init__(self, database: Database, media: MediaStore, workers: Workers) -> None:
        self.database, self.media, self.workers = database, media, workers
        self.seq = 0

    def enter(self, email: str = "ana@example.org", **more: Any) -> Speaker:
        self.invited: Invited = self.do(invite, email, **more)
        _, self.grant = self.do(people.enter, self.invited.actor, self.invited.interview_id)
        self.do(conduct.start, self.grant)
        return self

    def do(self, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return self.database.run(work, *args, **kwargs)[0]

    def say(
        self, file: Path | list[bytes], *, question: int = 0, follow_up: int = 0, ended: bool = True,
        media_type: str = "audio/webm", lost: tuple[int, ...] = (),
    ) -> str:  # fmt: skip
        """Keep a take; its id."""
        take = Take(
            recording_id=str(uuid.uuid4()),
            question_id=self.invited.question_ids[question],
            follow_up=follow_up,
            media_type=media_type,
        )
        parts = file if isinstance(file, list) else takes.chunks(file)
        for number, data in enumerate(parts):
            if number not in lost:
                self.do(recordings.add_chunk, self.grant, take, number, self.media.put(data))
        if ended:
            self.do(recordings.end, self.grant, take.recording_id, len(parts))
        return take.recording_id

    def send(self, kind: str, **body: Any) -> int:
        """One operation of the page."""
        self.seq += 1
        return self.resend(self.seq, kind, **body)

    def resend(self, seq: int, kind: str, **body: Any) -> int:
        operation = Operation(type="op", client_id="page-0001", client_seq=seq, kind=kind, body=body)
        return self.do(operations.apply_once, self.grant, operation)  # type: ignore[no-any-return]

    async def write_down(self, transcriber: Transcriber | None, rounds: int = 1) -> int:
        """Do what is due; how many tasks."""
        done = 0
        while done < rounds and await transcription.do_next(
            self.database, self.media, self.workers, transcriber
        ):
            done += 1
        return done

    def take(self, recording_id: str) -> SpokenTake:
        found: dict[str, list[SpokenTake]] = self.do(transcripts.of_interview, self.invited.interview_id)
        return next(t for all_of in found.values() for t in all_of if t.recording_id == recording_id)

    def journal(self, *kinds: str) -> list[dict[str, Any]]:
        def read(db: Session, grant: CandidateGrant) -> list[dict[str, Any]]:
            entries, _ = operations.replay(db, grant.interview_id, 0, kinds)
            return [entry.body or {} for entry in entries]

        return self.do(read, self.grant)  # type: ignore[no-any-return]

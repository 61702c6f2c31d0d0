"""What is switched on: the writer and the grader that the settings lead to, made once for the app."""

from __future__ import annotations

import asyncio

from neurohire.ai.calls import ServiceCalls
from neurohire.ai.client import ModelClient
from neurohire.ai.grader import ModelGrader
from neurohire.ai.ledger import DatabaseLedger
from neurohire.ai.service import Capability, service_of
from neurohire.ai.transcriber import ServiceTranscriber
from neurohire.ai.writer import ModelWriter
from neurohire.database import Database
from neurohire.settings import Settings
from neurohire.speech import voice_activity


class ModelsInUse:
    """None: not set; the embedded twin does all of it."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.parallel = settings.model_parallel
        self._settings = settings
        self._ledger = DatabaseLedger(database, settings)
        self._places = asyncio.Semaphore(settings.model_parallel)  # of all capabilities together
        self._clients: list[ServiceCalls] = []
        questions = self._client("questions")
        self.writer = ModelWriter(questions) if questions else None
        grading = self._client("grading")
        self.grader = ModelGrader(grading) if grading else None
        self.transcriber = self._transcriber()

    @property
    def is_any(self) -> bool:
        return bool(self._clients)

    @property
    def workers(self) -> int:
        """Twice as many tasks as calls: while one waits for its answer, another's is looked through."""
        return 2 * self.parallel

    async def close(self) -> None:
        for client in self._clients:
            await client.close()

    def _transcriber(self) -> ServiceTranscriber | None:
        """With places of its own: a candidate's words do not wait for a hundred resumes."""
        service = service_of(self._settings, "speech_in")
        if service is None or voice_activity.problem():
            return None
        made = ServiceTranscriber(service, self._ledger, places=asyncio.Semaphore(self.parallel))
        self._clients.append(made)
        return made

    def _client(self, capability: Capability) -> ModelClient | None:
        service = service_of(self._settings, capability)
        if service is None:
            return None
        made = ModelClient(service, self._ledger, places=self._places)
        self._clients.append(made)
        return made

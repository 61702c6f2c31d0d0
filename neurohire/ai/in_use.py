"""What is switched on: writer, grader and speaker that the settings lead to; made anew when they change."""

from __future__ import annotations

import asyncio

from neurohire.ai.asker import ModelAsker
from neurohire.ai.calls import ServiceCalls
from neurohire.ai.client import ModelClient
from neurohire.ai.grader import ModelGrader
from neurohire.ai.ledger import DatabaseLedger
from neurohire.ai.probe import Probe, probe
from neurohire.ai.service import CAPABILITIES, Capability, Service, service_of
from neurohire.ai.speaker import ModelSpeaker
from neurohire.ai.transcriber import ServiceTranscriber
from neurohire.ai.writer import ModelWriter
from neurohire.database import Database
from neurohire.settings import Settings
from neurohire.speech import voice_activity

AHEAD = 2  # interviews whose questions are spoken ahead at the same time


class ModelsInUse:
    """None: not set; the embedded twin does all of it. Ask for `writer` and the like anew for each task."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._ledger = DatabaseLedger(database, settings)
        self._retired: list[ServiceCalls] = []
        self._make()

    @property
    def is_any(self) -> bool:
        return self.writer is not None or self.grader is not None

    @property
    def workers(self) -> int:
        """Twice as many tasks as calls: while one waits for its answer, another's is looked through."""
        return 2 * self.parallel

    async def change_over(self) -> bool:
        """To what the settings say now; False: it is the same.

        Calls under way end with the old services. What waited there for its turn fails as replaced.
        """
        if (self._settings.model_parallel, self._wanted()) == (self.parallel, self._services):
            return False
        old = self._clients
        self._make()
        self._retired += old
        for client in old:
            await client.retire()
        self._retired = [client for client in self._retired if not client.is_closed]
        return True

    async def test(self, capability: Capability) -> Probe:
        """A tiny real call by the settings in force, apart from the calls of interviews."""
        service = service_of(self._settings, capability)
        return await probe(service, self._ledger, self._settings.speech_out_voice)

    async def prepare(self) -> None:
        """So that no candidate waits for what the first call of a process takes longer."""
        for client in self._clients:
            await client.prepare()

    async def close(self) -> None:
        for client in (*self._clients, *self._retired):
            await client.close()

    def _make(self) -> None:
        self._services = self._wanted()
        self.parallel = self._settings.model_parallel
        self._places = asyncio.Semaphore(self.parallel)  # of questions and grading together
        self._clients: list[ServiceCalls] = []
        questions = self._client("questions")
        self.writer = ModelWriter(questions) if questions else None
        self.asker = self._asker()
        grading = self._client("grading")
        self.grader = ModelGrader(grading) if grading else None
        self.speaker = self._speaker()
        self.transcriber = self._transcriber()

    def _wanted(self) -> dict[Capability, Service | None]:
        return {capability: service_of(self._settings, capability) for capability in CAPABILITIES}

    def _asker(self) -> ModelAsker | None:
        """With places and a breaker of its own: too slow for a candidate is not away for the others."""
        client = self._client("questions", asyncio.Semaphore(self.parallel))
        return ModelAsker(client) if client else None

    def _transcriber(self) -> ServiceTranscriber | None:
        """With places of its own: a candidate's words do not wait for a hundred resumes."""
        service = self._services["speech_in"]
        if service is None or voice_activity.problem():
            return None
        made = ServiceTranscriber(service, self._ledger, places=asyncio.Semaphore(self.parallel))
        self._clients.append(made)
        return made

    def _client(self, capability: Capability, places: asyncio.Semaphore | None = None) -> ModelClient | None:
        service = self._services[capability]
        if service is None:
            return None
        client = ModelClient(service, self._ledger, places=places or self._places)
        self._clients.append(client)
        return client

    def _speaker(self) -> ModelSpeaker | None:
        """With places of its own: a candidate who waits for a voice never queues behind grading."""
        service = self._services["speech_out"]
        if service is None:
            return None
        speaker = ModelSpeaker(service, self._ledger, places=asyncio.Semaphore(self.parallel + AHEAD))
        self._clients.append(speaker)
        return speaker

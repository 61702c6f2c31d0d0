"""What is switched on: the writer and the grader that the settings lead to, made once for the app."""

from __future__ import annotations

import asyncio

from neurohire.ai.asker import ModelAsker
from neurohire.ai.client import ModelClient
from neurohire.ai.grader import ModelGrader
from neurohire.ai.ledger import DatabaseLedger
from neurohire.ai.service import Capability, service_of
from neurohire.ai.writer import ModelWriter
from neurohire.database import Database
from neurohire.settings import Settings


class ModelsInUse:
    """None: not set; the embedded twin does all of it."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.parallel = settings.model_parallel
        self._settings = settings
        self._ledger = DatabaseLedger(database, settings)
        self._places = asyncio.Semaphore(settings.model_parallel)  # of all that nobody waits for
        self._places_now = asyncio.Semaphore(settings.model_parallel)  # while a candidate waits
        self._clients: list[ModelClient] = []
        questions = self._client("questions")
        self.writer = ModelWriter(questions) if questions else None
        # a breaker of its own, too: what is too slow for a candidate is not away for the others
        now = self._client("questions", self._places_now)
        self.asker = ModelAsker(now) if now else None
        grading = self._client("grading")
        self.grader = ModelGrader(grading) if grading else None

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

    def _client(self, capability: Capability, places: asyncio.Semaphore | None = None) -> ModelClient | None:
        service = service_of(self._settings, capability)
        if service is None:
            return None
        self._clients.append(ModelClient(service, self._ledger, places=places or self._places))
        return self._clients[-1]

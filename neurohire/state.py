"""The parts of one running app, made once in create_app() and found at `app.state.neurohire`."""

from __future__ import annotations

from dataclasses import dataclass

from neurohire.ai.in_use import ModelsInUse
from neurohire.broadcast import Broadcast
from neurohire.database import Database
from neurohire.jobs import Jobs
from neurohire.media_store import MediaStore
from neurohire.rate_limits import RateLimits
from neurohire.rooms import cameras
from neurohire.rooms.cameras import FRAMES_WORK, Cameras
from neurohire.rooms.document_access import DatabaseDocumentStore
from neurohire.rooms.interview_room import InterviewRooms
from neurohire.rooms.large_inserts import LargeInserts
from neurohire.rooms.limits import DocumentLimits
from neurohire.rooms.live_document import LiveDocumentFacts
from neurohire.rooms.registry import DocumentRegistry
from neurohire.rooms.signaling import Calls
from neurohire.services import ice_servers, resume_pages
from neurohire.services.resume_pages import PAGES_WORK, ResumePages
from neurohire.services.speaking import Speaking
from neurohire.services.stored_settings import StoredSettings
from neurohire.services.transcription import AUDIO_WORK
from neurohire.settings import Settings
from neurohire.workers import Limits, Workers


@dataclass
class AppState:
    """What routes, pages and sockets share."""

    settings: Settings
    database: Database
    broadcast: Broadcast
    media: MediaStore
    workers: Workers
    limits: RateLimits
    documents: DocumentRegistry
    rooms: InterviewRooms
    cameras: Cameras
    jobs: Jobs
    models: ModelsInUse
    speaking: Speaking
    stored: StoredSettings
    resume_pages: ResumePages


def make_state(settings: Settings) -> AppState:
    """Open nothing yet but folders and pools; the database is first spoken to in the lifespan."""
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    broadcast = Broadcast()
    resumes = Limits(
        memory_mb=settings.parse_memory_mb,
        cpu_s=settings.parse_cpu_seconds,
        wall_s=settings.parse_wall_seconds,
        processes=settings.worker_processes,
    )
    database = Database(settings.sqlalchemy_url, broadcast)
    media = MediaStore(settings.data_dir / "media", settings.min_free_mb)
    # an hour of speech: half a minute of one core, on a busy machine much longer
    audio = Limits(memory_mb=1536, cpu_s=300, wall_s=900, processes=2, tasks_per_process=50)
    limits = {"resumes": resumes, AUDIO_WORK: audio, PAGES_WORK: resume_pages.LIMITS}
    workers = Workers(limits | {FRAMES_WORK: cameras.LIMITS})
    editor = DocumentLimits(messages_per_second=settings.document_updates_per_second)
    documents = DocumentRegistry(
        DatabaseDocumentStore(database), editor, LargeInserts(database), facts=LiveDocumentFacts(database)
    )
    models = ModelsInUse(settings, database)
    speaking = Speaking(database, media, models)
    jobs = Jobs(database, media, workers, documents, settings.worker_processes, models, speaking)
    stored = StoredSettings(database, settings)
    calls = Calls(lambda person: ice_servers.for_person(settings, person))

    async def keep_free() -> None:
        media.keep_free(settings.min_free_mb)

    stored.after += [jobs.services_changed, keep_free, speaking.settings_changed]
    rooms = InterviewRooms(database, documents, settings.socket_messages_per_second, calls)
    return AppState(
        settings=settings,
        database=database,
        broadcast=broadcast,
        media=media,
        workers=workers,
        limits=RateLimits(),
        documents=documents,
        rooms=rooms,
        cameras=Cameras(database, media, workers, rooms.has_candidate),
        jobs=jobs,
        models=models,
        speaking=speaking,
        stored=stored,
        resume_pages=ResumePages(database, media, workers),
    )

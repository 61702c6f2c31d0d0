"""Which words a candidate agreed to: the version of the text, and whether it names who hears and reads."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire.ai.service import Service, service_of
from neurohire.models.interviews import Consent, Interview
from neurohire.settings import Settings
from neurohire.speech import voice_activity
from neurohire.vocabulary import DataKind, InterviewKind

TEXT_VERSION = "2026-12"
LIVE_VERSION = "live-2026-11"
RECORDED_VERSION = "live-recorded-2026-11"
CHECKED_VERSION = "checked-2026-11"  # after one of the others


def listener(settings: Settings) -> str:
    """Who is sent spoken answers, as candidates are told; nothing when nobody is.

    Without voice activity nothing is sent: see speech/voice_activity.py.
    """
    service = service_of(settings, "speech_in")
    if service is None or voice_activity.problem():
        return ""
    return _name(service, settings)


def reader(settings: Settings) -> str:
    """Whose models read answers, for follow-ups or scores; nothing when none does."""
    services = (service_of(settings, "questions"), service_of(settings, "grading"))
    return ", ".join(dict.fromkeys(_name(service, settings) for service in services if service))


def version_for(settings: Settings, row: Interview) -> str:
    """Of the text that this candidate is shown; in a live interview no software listens."""
    if row.kind == InterviewKind.LIVE:
        version = RECORDED_VERSION if row.is_recorded else LIVE_VERSION
    else:
        version = version_of(settings)
    return f"{version}/{CHECKED_VERSION}" if row.is_camera_checked else version


def version_of(settings: Settings) -> str:
    """Stored with every choice; a new one when anything goes elsewhere: nobody is taken at an old word."""
    return "/".join(filter(None, (TEXT_VERSION, _heard(settings), _read(settings))))


def covers_reader(db: Session, interview_id: str, settings: Settings) -> bool:
    """The newest word on software that judges is yes, and the text named who reads the answers."""
    return _covers(db, interview_id, DataKind.SUGGESTED_SCORES, _read(settings))


def covers_listener(db: Session, interview_id: str, settings: Settings) -> bool:
    """The newest word on recording is yes, and it was given to a text that names this very service."""
    return bool(listener(settings)) and _covers(db, interview_id, DataKind.AUDIO, _heard(settings))


def camera_checks(db: Session, interview_id: str) -> bool | None:
    """The newest word on checks of the camera; None: none was given to a text that tells of them."""
    row = newest(db, interview_id, DataKind.CAMERA_CHECKS)
    if row is None or CHECKED_VERSION not in row.text_version.split("/"):
        return None
    return row.is_given


class Listening(BaseModel):
    """What happens to a spoken answer of this interview, now."""

    by_service: bool = False  # it is sent away and comes back as words
    by_browser: bool = False  # the candidate may let the own browser write it down


def listening(db: Session, interview_id: str, settings: Settings) -> Listening:
    by_service = covers_listener(db, interview_id, settings)
    may_use_browser = settings.browser_recognition and not listener(settings)
    return Listening(by_service=by_service, by_browser=may_use_browser)


def _covers(db: Session, interview_id: str, kind: DataKind, part: str) -> bool:
    row = newest(db, interview_id, kind)
    if row is None or not row.is_given or not part:
        return False
    version, *parts = row.text_version.split("/")
    return version == TEXT_VERSION and part in parts


def newest(db: Session, interview_id: str, kind: DataKind) -> Consent | None:
    """What was said last on this kind of data, to whichever text."""
    return db.scalars(
        select(Consent)
        .where(col(Consent.interview_id) == interview_id, col(Consent.data_kind) == kind)
        .order_by(col(Consent.at).desc())
        .limit(1)
    ).first()


def _heard(settings: Settings) -> str:
    if who := listener(settings):
        return f"heard-by-{_digest(who, 12)}"
    return "browser" if settings.browser_recognition else ""


def _read(settings: Settings) -> str:
    who = reader(settings)
    return f"read-{_digest(who, 5)}" if who else ""  # all of it must fit into 80 characters


def _digest(who: str, length: int) -> str:
    return hashlib.sha256(who.encode()).hexdigest()[:length]


def _name(service: Service, settings: Settings) -> str:
    address = urlsplit(service.base_url)
    is_own = address.scheme == "http"  # which is for private addresses only
    return settings.organisation if is_own else (address.hostname or "")

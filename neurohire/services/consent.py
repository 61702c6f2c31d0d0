"""Which words a candidate agreed to: the version of the text, and whether it names who writes speech down."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire.ai.service import service_of
from neurohire.models.interviews import Consent
from neurohire.settings import Settings
from neurohire.speech import voice_activity
from neurohire.vocabulary import DataKind

TEXT_VERSION = "2026-12"


def listener(settings: Settings) -> str:
    """Who is sent spoken answers, as candidates are told; nothing when nobody is.

    Without voice activity nothing is sent: see speech/voice_activity.py.
    """
    service = service_of(settings, "speech_in")
    if service is None or voice_activity.problem():
        return ""
    address = urlsplit(service.base_url)
    is_own = address.scheme == "http"  # which is for private addresses only
    return settings.organisation if is_own else (address.hostname or "")


def version_of(settings: Settings) -> str:
    """Stored with every choice; a new one when speech goes elsewhere: nobody is taken at an old word."""
    who = listener(settings)
    parts = [TEXT_VERSION]
    if who:
        parts.append(f"heard-by-{hashlib.sha256(who.encode()).hexdigest()[:12]}")
    elif settings.browser_recognition:
        parts.append("browser")
    return "/".join(parts)


def covers_listener(db: Session, interview_id: str, settings: Settings) -> bool:
    """The newest word on recording is yes, and it was given to a text that names this very service."""
    row = db.scalars(
        select(Consent)
        .where(col(Consent.interview_id) == interview_id, col(Consent.data_kind) == DataKind.AUDIO)
        .order_by(col(Consent.at).desc())
        .limit(1)
    ).first()
    return bool(row and row.is_given and listener(settings) and row.text_version == version_of(settings))


class Listening(BaseModel):
    """What happens to a spoken answer of this interview, now."""

    by_service: bool = False  # it is sent away and comes back as words
    by_browser: bool = False  # the candidate may let the own browser write it down


def listening(db: Session, interview_id: str, settings: Settings) -> Listening:
    by_service = covers_listener(db, interview_id, settings)
    may_use_browser = settings.browser_recognition and not listener(settings)
    return Listening(by_service=by_service, by_browser=may_use_browser)

"""Which voice speaks the questions: the environment's, else the one an admin chose, else the first."""

from __future__ import annotations

import json
import re

from pydantic import BaseModel
from sqlmodel import Session

from neurohire import clock
from neurohire.ai.failures import Reason
from neurohire.ai.service import service_of
from neurohire.auth.actors import Actor
from neurohire.errors import InvalidState, NotFound, Rejected, Unavailable
from neurohire.models.settings import StoredSetting
from neurohire.services import audit, speech_ahead
from neurohire.services.speech import ToSpeak
from neurohire.settings import Settings, get_settings
from neurohire.speech import embedded
from neurohire.speech.samples import SAMPLES

SETTING = "speech_out_voice"
# the names OpenAI's models know; other servers have others, which are typed
KNOWN = (
    *("alloy", "ash", "ballad", "coral", "echo", "fable", "marin", "nova", "onyx", "sage", "shimmer"),
    *("verse", "cedar"),
)
DEFAULT = KNOWN[0]
NAME = re.compile(r"[^\W_][\w .:+/()&,-]{0,59}")


WHY = {
    Reason.NOT_ACCEPTED: "The service did not accept this. Check its key, its model and the voice's name.",
    Reason.OVER_BUDGET: "The budget is used up, so the service was not asked.",
    Reason.UNREADABLE: "The service answered with something that is no audio. Check its address and model.",
    Reason.BUSY: "The service is too busy right now. Try again in a minute.",
    Reason.TOO_SLOW: "The service took too long. Try again; the embedded voice stands in meanwhile.",
}


class NoSample(Unavailable):
    """A voice that could not be heard, with the reason in words."""

    message = "The service does not answer. Check its address; the embedded voice stands in meanwhile."

    def __init__(self, reason: Reason | None) -> None:
        words = "No voice can speak this here." if reason is None else WHY.get(reason)
        super().__init__(words, code="no_sample")


class VoiceChoiceView(BaseModel):
    """What the choice shows; `service` is empty where no service speaks."""

    service: str
    voice: str
    known: list[str]
    is_fixed: bool  # by the environment
    has_embedded: bool
    languages: dict[str, str]  # code and name, of the samples that can be heard


def view(db: Session, actor: Actor) -> VoiceChoiceView:
    """For admins."""
    _require_admin(actor)
    service = service_of(get_settings(), "speech_out")
    spoken = embedded.find_languages()
    return VoiceChoiceView(
        service=service.name if service else "",
        voice=chosen(db),
        known=list(KNOWN),
        is_fixed=_is_fixed(get_settings()),
        has_embedded=bool(spoken),
        languages={code: name for code, (name, _) in SAMPLES.items() if service or code in spoken},
    )


def chosen(db: Session) -> str:
    settings = get_settings()
    row = None if _is_fixed(settings) else db.get(StoredSetting, SETTING)
    return (_name_in(row.value) if row else "") or settings.speech_out_voice or DEFAULT


def choose(db: Session, actor: Actor, voice: str) -> str:
    """From now on; questions that wait for their candidates are spoken anew, and the old audio stays."""
    _require_admin(actor)
    if _is_fixed(get_settings()):
        raise InvalidState("The voice is set by NEUROHIRE_SPEECH_OUT_VOICE. Change it there.")
    name = checked(voice)
    before = chosen(db)
    if name == before:
        return name
    db.merge(
        StoredSetting(
            name=SETTING, value=json.dumps(name), changed_by=actor.name[:120], changed_at=clock.now()
        )
    )
    db.flush()
    audit.record(db, actor, "setting_changed", SETTING, {"before": before, "after": name})
    speech_ahead.begin_all(db)
    return name


def sample(language: str) -> ToSpeak:
    """What is said to hear a voice."""
    code = language if language in SAMPLES else "en"
    return ToSpeak(text=SAMPLES[code][1], language=code)


def checked(voice: str) -> str:
    """The name as it is sent."""
    name = " ".join(voice.split())
    if not NAME.fullmatch(name):
        raise Rejected(
            "A voice's name has 1 to 60 letters, digits, spaces or - _ . : + / and begins with a letter "
            "or digit.",
            code="bad_voice",
        )
    return name


def _is_fixed(settings: Settings) -> bool:
    return SETTING in settings.model_fields_set and bool(settings.speech_out_voice)


def _name_in(value: str) -> str:
    """What was stored, if it still is a name."""
    try:
        found = json.loads(value)
    except ValueError:
        return ""
    return found if isinstance(found, str) and NAME.fullmatch(found) else ""


def _require_admin(actor: Actor) -> None:
    if not actor.is_admin:
        raise NotFound()

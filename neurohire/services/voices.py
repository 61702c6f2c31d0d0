"""Voices of the service that speaks: those that are known by name, the one in force, a sample of each."""

from __future__ import annotations

from pydantic import BaseModel

from neurohire.ai.failures import Reason
from neurohire.ai.service import service_of
from neurohire.errors import Rejected, Unavailable
from neurohire.services.speech import ToSpeak
from neurohire.settings import VOICE_NAME, VOICE_WORDS, Settings
from neurohire.speech import embedded
from neurohire.speech.samples import SAMPLES

SETTING = "speech_out_voice"
# the names OpenAI's models know; other servers have others, which are typed
KNOWN = (
    *("alloy", "ash", "ballad", "cedar", "coral", "echo", "fable", "marin", "nova", "onyx", "sage"),
    *("shimmer", "verse"),
)
DEFAULT = KNOWN[0]
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


class VoiceOffer(BaseModel):
    """What can be heard here; `service` is empty where no service speaks."""

    service: str
    voice: str
    has_embedded: bool
    languages: dict[str, str]  # code and name, of the samples that can be heard


def offer(settings: Settings) -> VoiceOffer:
    service = service_of(settings, "speech_out")
    spoken = embedded.find_languages()
    return VoiceOffer(
        service=service.name if service else "",
        voice=chosen(settings),
        has_embedded=bool(spoken),
        languages={code: name for code, (name, _) in SAMPLES.items() if service or code in spoken},
    )


def chosen(settings: Settings) -> str:
    """The environment's or the stored one."""
    return settings.speech_out_voice or DEFAULT


def sample(language: str) -> ToSpeak:
    """What is said to hear a voice."""
    code = language if language in SAMPLES else "en"
    return ToSpeak(text=SAMPLES[code][1], language=code)


def checked(voice: str) -> str:
    """A name that may be sent, though it is not stored."""
    name = voice.strip()
    if not VOICE_NAME.fullmatch(name):
        raise Rejected(f"{VOICE_WORDS[:1].upper()}{VOICE_WORDS[1:]}.", code="bad_voice")
    return name

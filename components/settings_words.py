"""What the settings page calls things: fields, services, outcomes of a test, connections, changes."""

from __future__ import annotations

from typing import NamedTuple

from components.pieces import Tone


class Words(NamedTuple):
    """A field's label and the line under it."""

    label: str
    help: str = ""


SERVICE_PARTS = {
    "base_url": Words("Address", "Like https://models.example.org/v1"),
    "key": Words("Key"),
    "name": Words("Model", "Its name on that server"),
    "api": Words("Interface", "chat is what most servers speak"),
    "timeout": Words("Longest wait, seconds"),
    "parallel": Words("Calls at the same time"),
    "voice": Words("Voice", "Its name on that server"),
    "price": Words("Price"),
    "price_in": Words("Price of a million tokens sent"),
    "price_out": Words("Price of a million tokens received"),
}
FIELD_WORDS = {
    "model_tokens_per_interview": Words("Tokens for one interview", "0: no model is used"),
    "model_tokens_per_month": Words("Tokens in one month", "Counted by UTC. 0: no model is used"),
    "model_money_per_interview": Words("Money for one interview", "Empty: no limit. 0: nothing is spent"),
    "model_money_per_month": Words("Money in one month", "Empty: no limit. 0: nothing is spent"),
    "currency": Words("Currency of all prices"),
    "speech_out_price": Words("Price of a million characters"),
    "speech_in_price": Words("Price of a minute"),
    "browser_recognition": Words(
        "Candidates' browsers may write down what they say",
        "Where no service does. Some browsers send the sound to their maker; candidates are told and asked",
    ),
    "organisation": Words("Organisation", "The name candidates see"),
    "default_language": Words(
        "Language of a new position",
        "A job description's own language is proposed all the same. Each position has its own",
    ),
    "contact": Words(
        "Contact for candidates",
        "For problems and accommodations: an address or a phone number. Empty: the recruiter's e-mail",
    ),
    "invitation_days": Words("Days a new invitation link works"),
    "retention_days": Words("Days data is kept", "Candidates are told so before they start"),
    "max_resume_mb": Words("Largest resume, MiB"),
    "max_resumes": Words("Resumes in one upload"),
    "max_description_chars": Words("Longest job description, characters"),
    "min_free_mb": Words("Free disk below which uploads are refused, MiB"),
    "login_idle_minutes": Words("A log-in ends after this long without use, minutes"),
    "login_max_hours": Words("A log-in ends after this long in any case, hours", "From the next log-in on"),
}
WITHOUT = {
    "questions": "Questions and follow-ups come from the question bank.",
    "grading": "The embedded suggestion from key points stands alone.",
    "speech_out": "This server's espeak-ng or the browser's own voice reads the questions.",
    "speech_in": "There are no transcripts; recordings are kept beside what is typed.",
}
NAMES = {
    "model": "For all",
    "questions": "Questions and follow-ups",
    "grading": "Grading",
    "speech_out": "Speech out",
    "speech_in": "Speech in",
    "virus_scan": "Virus scan",
    "stun": "Address from outside (STUN)",
    "turn": "Relay of calls (TURN)",
    "database": "Database",
}
SENDS = {
    "questions": "The job description, lines of the resume without names and addresses, and answers when a "
    "follow-up is asked.",
    "grading": "The question, its rubric and the answer. No name, no resume.",
    "speech_out": "The text of questions, before anybody hears them.",
    "speech_in": "Recordings of spoken answers.",
    "virus_scan": "Every uploaded file.",
    "stun": "By browsers in a call: that they are there, from which address. No picture, no sound.",
    "turn": "By browsers in a call that find no direct way: picture and sound, which it cannot decrypt.",
    "database": "Everything that is stored; it is your own server.",
}
OUTCOMES: dict[str, tuple[Tone, str]] = {
    "works": ("good", "Works"),
    "off": ("neutral", "Nothing to test: it is off"),
    "wrong_key": ("bad", "The key is not accepted there. Enter another one"),
    "not_known": ("bad", "That server does not know this path or model. Check address and model"),
    "not_accepted": ("bad", "The server does not accept such calls. Check model and interface"),
    "unreachable": ("bad", "Nobody answers at this address. Check it, and whether the server runs"),
    "private": (
        "bad",
        "This is a private address. It needs NEUROHIRE_MODEL_ALLOW_PRIVATE=true in the environment",
    ),
    "too_slow": ("attention", "Too slow: no answer in time"),
    "busy": ("attention", "The server says that it is busy, or its own limit is reached"),
    "server_error": ("attention", "The server answers with a failure of its own"),
    "other_form": ("attention", "It answered in another form than asked for. Another model may do better"),
    "over_budget": ("attention", "Not sent: the budget of this month is spent"),
}
LAST = {
    "done": "Answered",
    "unreachable": "Did not answer",
    "too_slow": "Was too slow",
    "busy": "Was busy",
    "server_error": "Failed on its side",
    "not_accepted": "Did not accept the call",
    "refused": "Refused to answer",
    "cut_short": "Answered only in part",
    "unreadable": "Answered in another form",
}
KINDS = {"setting_changed": "Setting changed"}


def field_words(name: str) -> Words:
    """The label of a setting, and the line under it."""
    if name in FIELD_WORDS:
        return FIELD_WORDS[name]
    for service in NAMES:
        part = name.removeprefix(f"{service}_")
        if part != name and part in SERVICE_PARTS:
            return SERVICE_PARTS[part]
    return Words(name.replace("_", " ").capitalize())


def full_name(name: str) -> str:
    """With its service, for lists in which it stands alone."""
    words = field_words(name)
    for service, said in NAMES.items():
        if name.startswith(f"{service}_") and name not in FIELD_WORDS:
            return f"{said}: {words.label[0].lower()}{words.label[1:]}"
    return words.label


def change_words(body: dict[str, object]) -> str:
    """'200 → 25', or what happened to a secret; any other entry as it is."""
    if "secret" in body:
        because = body.get("because")
        return f"Secret {body['secret']}" + (f", {because}" if because else "")
    if "new" in body:
        default = " (default)" if body.get("default") else ""
        return f"{_shown(body.get('old'))} → {_shown(body['new'])}{default}"
    return ", ".join(f"{key.replace('_', ' ')}: {_shown(value)}" for key, value in body.items())


def _shown(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value) or "nothing"
    if value in (None, ""):
        return "nothing"
    return f"{value:g}" if isinstance(value, float) else str(value)

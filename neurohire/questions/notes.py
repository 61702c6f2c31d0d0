"""Fixed sentences that tell the recruiter what a plan could not do."""

from __future__ import annotations

from neurohire.vocabulary import QuestionType

_LANGUAGES = {
    "de": "German", "es": "Spanish", "fr": "French", "it": "Italian", "pt": "Portuguese", "nl": "Dutch",
    "pl": "Polish", "tr": "Turkish", "sv": "Swedish", "da": "Danish", "no": "Norwegian", "fi": "Finnish",
    "et": "Estonian", "cs": "Czech", "ca": "Catalan", "ru": "Russian", "uk": "Ukrainian", "el": "Greek",
    "ar": "Arabic", "he": "Hebrew", "hi": "Hindi", "zh": "Chinese", "ja": "Japanese", "ko": "Korean",
}  # fmt: skip


def coding_moved(count: int) -> str:
    return f"This role is not technical, so {_questions(count, 'coding')} became {_kind('scenario', count)}."


def language_name(language: str) -> str:
    """ "German"; a code we have no name for stays a code."""
    return "English" if language == "en" else _LANGUAGES.get(language, language)


def filled_from_bank(count: int, total: int) -> str:
    return (
        f"{count} of {total} questions come from the question bank: "
        "the model gave too few that could be used."
    )


def model_gave_none() -> str:
    return "The model gave no questions, so all of these come from the question bank and the resume's lines."


def bank_is_english(language: str) -> str:
    name = _LANGUAGES.get(language, "the language of this position")
    return f"The question bank is in English. Add your own questions in {name} before you send the link."


def share_reached(shared: float) -> str:
    return (
        f"The question bank ran short: {shared:.0%} of these questions are shared with another candidate "
        "of this position. Replace some, or add your own."
    )


def few_lines(standing: int, total: int) -> str:
    return (
        f"{standing} of {total} questions stand on this resume; it has too few lines that can be quoted. "
        "Add your own if you want more."
    )


def no_room(standing: int, total: int) -> str:
    return f"{standing} of {total} questions stand on this resume: coding questions do not quote it."


def lines_of_others() -> str:
    return "Lines quoted here are also in another candidate's resume for this position."


def pins_left_out(count: int) -> str:
    pinned = "1 pinned question was" if count == 1 else f"{count} pinned questions were"
    return f"{pinned} left out: the position asks for fewer of that type, or this person had it before."


def type_ran_short(kind: QuestionType, count: int) -> str:
    return f"The bank has too few {kind.value} questions for this person, so {count} became another type."


def set_too_small(written: int, wanted: int) -> str:
    return f"Only {written} of {wanted} questions could be found for this person. Add your own for the rest."


def _questions(count: int, kind: str) -> str:
    return f"{count} {kind} question{'' if count == 1 else 's'}"


def _kind(kind: str, count: int) -> str:
    return f"a {kind} question" if count == 1 else f"{kind} questions"

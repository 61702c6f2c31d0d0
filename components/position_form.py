"""The form of a position: description first, proposals from it, the mix of questions, the policy in words."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from components.fields import NATIVE, area_field, labelled, number_field, select_field, text_field, tick_field
from components.file_drop import FileDrop, SentFile
from components.interview_words import LEVELS, POLICIES, TYPES, several
from components.pieces import button, card, note, text
from neurohire.errors import Rejected
from neurohire.positions.description import Described
from neurohire.services.positions import MAX_MINUTES, MIN_MINUTES, PositionForm
from neurohire.vocabulary import Level, PolicyMode, QuestionType

LANGUAGES = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese",
    "nl": "Dutch", "pl": "Polish", "sv": "Swedish", "da": "Danish", "no": "Norwegian", "fi": "Finnish",
    "cs": "Czech", "et": "Estonian", "ca": "Catalan", "tr": "Turkish", "uk": "Ukrainian", "ru": "Russian",
    "el": "Greek", "ar": "Arabic", "he": "Hebrew", "hi": "Hindi", "zh": "Chinese", "ja": "Japanese",
    "ko": "Korean",
}  # fmt: skip
FIELDS = {
    "software": "Software", "frontend": "Frontend", "backend": "Backend", "data": "Data",
    "ml": "Machine learning", "security": "Security", "infrastructure": "Infrastructure",
    "mobile": "Mobile", "embedded": "Embedded", "qa": "Quality assurance", "product": "Product",
    "design": "Design", "sales": "Sales", "finance": "Finance", "people": "People", "support": "Support",
    "marketing": "Marketing", "operations": "Operations", "management": "Management", "general": "General",
}  # fmt: skip
TYPE_HELP = {
    QuestionType.TECHNICAL: "How things work and why",
    QuestionType.SCENARIO: "A situation to handle",
    QuestionType.CODING: "In the code editor",
    QuestionType.BEHAVIOURAL: "What the person did before",
}
BANK_IS_ENGLISH = (
    "The question bank is in English. The questions planned for this position will be English; "
    "you can write your own in {} for each candidate before you send the link."
)
NOTED = (
    "Today only the camera can be checked. Warn and Enforce tell the candidate at once; nothing is handed in "
    "by itself yet, whichever you choose."
)
CHECKED = (
    "If the candidate agrees, this server looks at two pictures of the camera a second, and notes when "
    "nobody, several people or nothing can be seen for a while. You read it on the report, where you say "
    "what it means. It counts for resumes added from now on."
)
FIELD_OF_CODE = {
    "no_title": "title",
    "no_description": "description",
    "too_long": "description",
    "bad_minutes": "minutes",
}
NO_DESCRIPTION = "Please paste the job description."
LONGEST_PASTE = 300_000  # more than is allowed, so that a long paste is told and not cut silently


class PositionFields:
    """The fields with their values: `form()` reads, `propose()` fills in, `complain()` shows an error."""

    def __init__(self, form: PositionForm, upload_url: str, csrf: str, on_read: Any) -> None:
        self.on_read = on_read
        with card("Job description"):
            self._description(form, upload_url, csrf)
        with card("Position"):
            self._position(form)
        with card("Questions"):
            self._questions(form)
        with card("Policy"):
            self._policy(form)

    def form(self) -> PositionForm:
        """What stands in the fields, as far as it can be a position."""
        return PositionForm(
            title=str(self.title.value or ""),
            description=str(self.description.value or ""),
            level=Level(self.level.value or Level.MID),
            field=str(self.field.value or "general"),
            is_technical=bool(self.is_technical.value),
            language=str(self.language.value or "en"),
            skills=[str(skill) for skill in self.skills.value or []],
            question_counts={kind: whole(field.value) for kind, field in self.counts.items()},
            minutes=whole(self.minutes.value),
            policy=PolicyMode(self.policy.value or PolicyMode.OBSERVE),
            is_camera_checked=bool(self.is_camera_checked.value),
        )

    def propose(self, found: Described, counts: dict[QuestionType, int]) -> None:
        """Fill in what a description says; the person may change every part."""
        self.title.value, self.level.value, self.field.value = found.title, found.level, found.field
        self.language.value = found.language if found.language in LANGUAGES else "en"
        self.is_technical.value, self.skills.value = found.is_technical, found.skills
        for kind, count in counts.items():
            self.counts[kind].value = count

    def complain(self, error: Rejected) -> bool:
        """Show the error under its field; False when it belongs to none."""
        name = FIELD_OF_CODE.get(error.code)
        if not str(self.description.value or "").strip():
            self.description.error = NO_DESCRIPTION
        if name:
            getattr(self, name).error = error.message
            getattr(self, name).run_method("focus")
        else:
            self.problem.text = error.message
            self.problem.set_visibility(True)
        return name is not None

    def clear_errors(self) -> None:
        for field in (self.title, self.description, self.minutes):
            field.error = None
        self.problem.set_visibility(False)

    def _description(self, form: PositionForm, upload_url: str, csrf: str) -> None:
        self.description = area_field(
            "Text",
            value=form.description,
            placeholder="Paste the job description here",
            help="Title, level, language and skills are proposed from it; candidates do not see it.",
            rows=10,
            limit=LONGEST_PASTE,
        )
        self.description.props["debounce"] = 300
        FileDrop(
            upload_url,
            csrf=csrf,
            title="or drop the description as a file",
            help="PDF, DOCX or TXT, one file",
            choose="Choose a file",
            accept=(".pdf", ".docx", ".txt"),
            most_files=1,
            on_done=self._uploaded,
        )
        with ui.element("div").classes("line"):
            self.read = button("Read the description", self.on_read, icon="sparkle").mark("read-description")

    async def _uploaded(self, sent: SentFile) -> None:
        self.description.value = str(sent.answer.get("text", ""))[:LONGEST_PASTE]
        await self.on_read()

    def _position(self, form: PositionForm) -> None:
        self.title = text_field("Title", value=form.title, limit=160, placeholder="Senior Backend Engineer")
        with ui.element("div").classes("grid"):
            self.level = select_field("Level", {level: LEVELS[level] for level in Level}, value=form.level)
            self.field = select_field(
                "Field", FIELDS, value=form.field if form.field in FIELDS else "general"
            )
            languages = LANGUAGES | ({} if form.language in LANGUAGES else {form.language: form.language})
            self.language = select_field(
                "Language of the interview", languages, value=form.language, on_change=self._language_changed
            )
        self.in_english = note(BANK_IS_ENGLISH.format("that language"), tone="attention")
        self._language_changed()
        with labelled("Skills asked for", help="Type one and press Enter; the cross takes one out.") as bind:
            self.skills = bind(ui.input_chips(value=form.skills, new_value_mode="add-unique").props(NATIVE))

    def _language_changed(self) -> None:
        self.in_english.set_visibility(self.language.value not in (None, "en"))

    def _questions(self, form: PositionForm) -> None:
        with ui.element("div").classes("grid counts"):
            self.counts = {
                kind: number_field(
                    TYPES[kind],
                    value=form.question_counts.get(kind, 0),
                    low=0,
                    high=50,
                    help=TYPE_HELP[kind],
                    on_change=self._count,
                )
                for kind in QuestionType
            }
            self.minutes = number_field(
                "Time", value=form.minutes, low=MIN_MINUTES, high=MAX_MINUTES, suffix="minutes",
                help="The clock begins when the candidate starts",
            )  # fmt: skip
        self.total = text("", "muted")
        self.problem = text("", "field-error i-error")
        self.problem.props["role"] = "alert"
        self.problem.set_visibility(False)
        self.is_technical = tick_field(
            "This is a technical role (else coding questions become scenarios)", value=form.is_technical
        )
        self._count()

    def _count(self) -> None:
        if hasattr(self, "total"):
            total = sum(whole(field.value) for field in self.counts.values())
            self.total.text = f"{several(total, 'question')} for each candidate, unique to the resume."

    def _policy(self, form: PositionForm) -> None:
        with ui.element("div").classes("choices"):
            self.policy = ui.radio(
                {mode: f"{name}: {words}" for mode, (name, words) in POLICIES.items()}, value=form.policy
            )
            self.policy.props["aria-label"] = "What follows when something is noted"
        text(NOTED, "muted small")
        self.is_camera_checked = tick_field(
            "Check the candidate's camera (asked before it begins)", value=form.is_camera_checked
        )
        text(CHECKED, "muted small")


def whole(value: Any) -> int:
    """A number field's value as a whole number; nothing or nonsense is 0."""
    try:
        return int(float(value or 0))
    except (TypeError, ValueError, OverflowError):
        return 0

"""The form of a question with its rubric; what is wrong stands under the field, what was typed stays."""

from __future__ import annotations

from typing import Any

from nicegui import ui
from pydantic import ValidationError

from components.fields import area_field, number_field, select_field, text_field, tick_field
from components.interview_words import LEVELS, TYPES
from components.pieces import button, card, line, stack, text
from components.position_form import FIELDS, LANGUAGES
from components.question_cases import CaseFields
from neurohire.models.questions import Criterion, Question
from neurohire.vocabulary import Level, QuestionSource, QuestionType

MOST_LINES, MOST_FOLLOW_UPS = 4, 2
EDITORS = (
    "Python", "JavaScript", "TypeScript", "Java", "C#", "C++", "Go", "Rust", "PHP", "SQL", "Kotlin", "Swift",
    "Shell", "HTML", "CSS",
)  # fmt: skip
NO_LINE = "A follow-up asks on about a line of the rubric. Add a line, or take the follow-up out."
SCALE = ("Nothing of it", "A little", "Half of it", "Most of it", "All of it, and more")
WRONG = {
    "text": "A question needs 10 to 1,500 characters.",
    "skill": "Please name a skill, in at most 60 characters.",
    "name": "Please name what this line looks at, in 3 to 400 characters.",
    "points": "Write 1 to 8 expected points, one a line, each of 3 to 400 characters.",
    "anchors": "Say in 3 to 400 characters what this score means.",
    "weight": "A weight is above 0 and at most 5.",
    "follow_up": "A follow-up needs 10 to 400 characters.",
}


class QuestionFields:
    """`read()` gives the question, or None with the errors shown."""

    def __init__(self, question: Question | None, *, language: str, is_open: bool, may_open: bool) -> None:
        self.known = question
        self.lines: list[_Line] = []
        self.follow_ups: list[_FollowUp] = []
        with card("Question"):
            self._question(question, language)
            self.is_open = tick_field("Everybody of the team may see and use it", value=is_open)
            self.is_open.set_visibility(may_open)
        with card("Rubric"):
            text(
                "What a stranger needs to score the answer. "
                "Without it, the question is asked and not assessed.",
                "muted",
            )
            self.rubric = stack("wide")
            for criterion in question.rubric if question else []:
                self._add_line(criterion)
            self.more = (
                button("Add a line", self._new_line, icon="add").classes("self-start").mark("add-line")
            )
        with card("Follow-ups"):
            text("Asked when a point is not touched. They never hint at the rubric.", "muted")
            self.asked_on = stack("wide")
            for follow_up in question.follow_ups if question else []:
                self._add_follow_up(follow_up.text, follow_up.criterion)
            self.more_asked = button("Add a follow-up", self._new_follow_up, icon="add").classes("self-start")
            self.more_asked.mark("add-follow-up")
        self._count()

    def _question(self, question: Question | None, language: str) -> None:
        self.text = area_field(
            "Words",
            value=question.text if question else "",
            rows=4,
            limit=1600,
            help="10 to 1,500 characters",
        )
        with ui.element("div").classes("grid"):
            self.type = select_field(
                "Type",
                {kind: TYPES[kind] for kind in QuestionType},
                value=question.type if question else QuestionType.TECHNICAL,
                on_change=self._typed,
            )
            self.skill = text_field("Skill", value=question.skill if question else "", limit=60)
            languages = LANGUAGES | ({} if language in LANGUAGES else {language: language})
            self.language = select_field("Language", languages, value=language)
        with ui.element("div").classes("grid"):
            chosen = [field for field in (question.fields if question else []) if field in FIELDS]
            self.fields = select_field("Fields", FIELDS, value=chosen, several=True, help="Empty: any field")
            self.levels = select_field(
                "Levels",
                {level: LEVELS[level] for level in Level},
                value=list(question.levels) if question else [],
                several=True,
                help="Empty: any level",
            )
        with stack() as self.editor:
            self.languages = select_field(
                "Languages of the editor",
                EDITORS,
                value=list(question.languages) if question else [],
                several=True,
            )
            self.starter = area_field(
                "What the editor begins with",
                value=question.starter if question else "",
                rows=4,
                limit=4000,
                optional=True,
            )
            self.cases = CaseFields(list(question.test_cases) if question else [])
        self._typed()

    def read(self) -> Question | None:
        """Check everything at once, so that every error shows at once."""
        self._clear()
        if self.follow_ups and not self.lines:
            self.follow_ups[0].words.error = NO_LINE
            return None
        is_coding = self.type.value == QuestionType.CODING
        cases = self.cases.read() if is_coding else []
        try:
            read = Question.model_validate(self._values() | {"test_cases": cases or []})
            return read if cases is not None else None
        except ValidationError as error:
            for found in error.errors():
                self._complain(found["loc"])
            first = next((field for field in self._all() if field.error), None)
            if first is not None:
                first.run_method("focus")
            return None

    def _values(self) -> dict[str, Any]:
        is_coding = self.type.value == QuestionType.CODING
        return {
            "id": self.known.id if self.known else "own-new",
            "type": self.type.value,
            "skill": str(self.skill.value or ""),
            "fields": list(self.fields.value or []),
            "levels": list(self.levels.value or []),
            "text": str(self.text.value or ""),
            "rubric": [line.values(number, self._keys()) for number, line in enumerate(self.lines)],
            "follow_ups": [one.values(self._keys()) for one in self.follow_ups],
            "source": self.known.source if self.known else QuestionSource.RECRUITER,
            "languages": list(self.languages.value or []) if is_coding else [],
            "starter": str(self.starter.value or "") if is_coding else "",
            "quoted_fact": self.known.quoted_fact if self.known else "",
        }

    def _keys(self) -> list[str]:
        """A line keeps its key through versions, so that scores can be compared."""
        taken = {line.key for line in self.lines if line.key}
        keys = []
        for row in self.lines:
            key, number = row.key, 1
            while not key or (not row.key and key in taken):
                key, number = f"line-{number}", number + 1
            taken.add(key)
            keys.append(key)
        return keys

    def _complain(self, loc: tuple[int | str, ...]) -> None:
        if loc[0] == "rubric" and len(loc) > 2 and isinstance(loc[1], int):
            self.lines[loc[1]].complain(loc[2:])
        elif loc[0] == "follow_ups" and len(loc) > 1 and isinstance(loc[1], int):
            self.follow_ups[loc[1]].words.error = WRONG["follow_up"]
        elif loc[0] == "test_cases" and len(loc) > 1 and isinstance(loc[1], int):
            self.cases.complain(loc[1])
        elif loc[0] == "text":
            self.text.error = WRONG["text"]
        else:
            self.skill.error = WRONG["skill"]

    def _all(self) -> list[Any]:
        of_lines = [field for line in self.lines for field in line.all()]
        return [self.text, self.skill, *self.cases.all(), *of_lines, *(one.words for one in self.follow_ups)]

    def _clear(self) -> None:
        for field in self._all():
            field.error = None

    def _typed(self) -> None:
        self.editor.set_visibility(self.type.value == QuestionType.CODING)

    def _new_line(self) -> None:
        self._add_line(None)
        self._count()

    def _add_line(self, criterion: Criterion | None) -> None:
        with self.rubric:
            self.lines.append(_Line(criterion, self._remove_line))

    def _remove_line(self, row: _Line) -> None:
        self.lines.remove(row)
        row.box.delete()
        self._count()

    def _new_follow_up(self) -> None:
        self._add_follow_up("", "")
        self._count()

    def _add_follow_up(self, words: str, key: str) -> None:
        with self.asked_on:
            self.follow_ups.append(_FollowUp(words, key, self._remove_follow_up))

    def _remove_follow_up(self, row: _FollowUp) -> None:
        self.follow_ups.remove(row)
        row.box.delete()
        self._count()

    def _count(self) -> None:
        self.more.set_visibility(len(self.lines) < MOST_LINES)
        self.more_asked.set_visibility(bool(self.lines) and len(self.follow_ups) < MOST_FOLLOW_UPS)
        for number, row in enumerate(self.lines, 1):
            row.title.text = f"Line {number}"
        keys = self._keys()
        for follow_up in self.follow_ups:
            follow_up.choose({key: f"Line {number}" for number, key in enumerate(keys, 1)})


class _Line:
    """One line of the rubric."""

    def __init__(self, criterion: Criterion | None, on_remove: Any) -> None:
        self.key = criterion.key if criterion else ""
        with ui.element("div").classes("rubric-edit stack") as self.box:
            with line(ends=True):
                self.title = text("", tag="h3")
                button("Take this line out", lambda: on_remove(self), kind="quiet", icon="remove")
            with ui.element("div").classes("rubric-name"):
                self.name = text_field(
                    "What it looks at", value=criterion.name if criterion else "", limit=400
                )
                self.weight = number_field("Weight", value=criterion.weight if criterion else 1)
                self.weight.props["step"] = 0.5
                self.weight.precision = 1
            self.points = area_field(
                "Expected points",
                value="\n".join(criterion.points) if criterion else "",
                rows=3,
                limit=4000,
                help="One a line, short and separate: coverage is checked point by point",
            ).props("autogrow")
            self.anchors = [
                text_field(
                    f"{number} means",
                    value=criterion.anchors[number] if criterion else "",
                    limit=400,
                    placeholder=words,
                )
                for number, words in zip((0, 1, 2, 3, 4), SCALE, strict=True)
            ]

    def all(self) -> list[Any]:
        return [self.name, self.weight, self.points, *self.anchors]

    def values(self, number: int, keys: list[str]) -> dict[str, Any]:
        return {
            "key": keys[number],
            "name": str(self.name.value or ""),
            "weight": self.weight.value if self.weight.value is not None else 0,
            "points": [one.strip() for one in str(self.points.value or "").splitlines() if one.strip()],
            "anchors": {n: str(field.value or "") for n, field in enumerate(self.anchors)},
        }

    def complain(self, loc: tuple[int | str, ...]) -> None:
        if loc[0] == "anchors" and len(loc) > 1 and str(loc[1]).isdigit():
            self.anchors[int(loc[1])].error = WRONG["anchors"]
        elif loc[0] in ("name", "points", "weight"):
            getattr(self, str(loc[0])).error = WRONG[str(loc[0])]


class _FollowUp:
    """One follow-up and the line it asks on."""

    def __init__(self, words: str, key: str, on_remove: Any) -> None:
        self.key = key
        with ui.element("div").classes("rubric-edit stack") as self.box:
            self.words = text_field("Words", value=words, limit=400)
            with line(ends=True):
                self.about = select_field(
                    "When this line is not touched", {key: key} if key else {}, value=key or None
                )
                button("Take it out", lambda: on_remove(self), kind="quiet", icon="remove")

    def choose(self, options: dict[str, str]) -> None:
        """The lines there are now; a line that went leaves the first."""
        now = self.about.value if self.about.value in options else next(iter(options), None)
        self.about.set_options(options, value=now)

    def values(self, keys: list[str]) -> dict[str, Any]:
        return {"text": str(self.words.value or ""), "criterion": str(self.about.value or (keys or [""])[0])}

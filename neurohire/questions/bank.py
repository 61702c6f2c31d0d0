"""The question bank and the resume forms: read once from YAML, checked, and looked up by id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from neurohire.models.questions import Criterion, FollowUp, Question
from neurohire.vocabulary import Level, QuestionType

FOLDER = Path(__file__).parent
StatementKind = Literal["achievement", "project", "employment", "education", "certificate"]
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


Entry = TypeVar("Entry", "Question", "Form")  # 3.11 has no bracket syntax for this


class BankError(ValueError):
    """The bank on disk is broken; the message names the file and the id."""


class Form(BaseModel):
    """A question with gaps: {fact} takes a line of one resume, {skill} a skill of that line."""

    model_config = ConfigDict(extra="forbid")
    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{2,59}$")]
    type: QuestionType
    kinds: Annotated[list[StatementKind], Field(min_length=1)]
    needs_skill: bool = False
    fields: list[str] = []
    levels: list[Level] = []
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=1100)]
    rubric: Annotated[list[Criterion], Field(min_length=1, max_length=4)]
    follow_ups: Annotated[list[FollowUp], Field(max_length=2)] = []

    @model_validator(mode="after")
    def gaps_fit(self) -> Self:
        """Every form quotes the resume, and asks for a skill only if it says so."""
        if "{fact}" not in self.text:
            raise ValueError("the text has no {fact}")
        if ("{skill}" in self.text) and not self.needs_skill:
            raise ValueError("the text has {skill}, but needs_skill is not set")
        return self


class Bank:
    """All curated questions and forms; the order is that of the files."""

    def __init__(self, questions: Iterable[Question], forms: Iterable[Form] = ()) -> None:
        self.questions = tuple(questions)
        self.forms = tuple(forms)

    @cached_property
    def _by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def _forms_by_id(self) -> dict[str, Form]:
        return {form.id: form for form in self.forms}

    @cached_property
    def by_type(self) -> dict[QuestionType, tuple[Question, ...]]:
        """Questions of each type, every type present."""
        return {kind: tuple(q for q in self.questions if q.type is kind) for kind in QuestionType}

    def question(self, question_id: str) -> Question | None:
        return self._by_id.get(question_id)

    def form(self, form_id: str) -> Form | None:
        return self._forms_by_id.get(form_id)


@lru_cache(maxsize=4)
def load_bank(folder: Path = FOLDER) -> Bank:
    """The bank in `folder`/bank/*.yaml with `folder`/forms.yaml; raises BankError when it is broken."""
    seen: dict[str, str] = {}
    questions = [
        _checked(Question, entry, path, seen)
        for path in sorted((folder / "bank").glob("*.yaml"))
        for entry in _entries(path)
    ]
    forms_path = folder / "forms.yaml"
    entries = _entries(forms_path) if forms_path.exists() else iter(())
    return Bank(questions, [_checked(Form, entry, forms_path, seen) for entry in entries])


def _entries(path: Path) -> Iterator[dict[str, Any]]:
    try:
        # CSafeLoader is the same safe loader in C: it builds plain data only.
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BankError(f"{path.name}: this is not valid YAML ({error})") from error
    if not isinstance(content, list):
        raise BankError(f"{path.name}: a list of entries is expected")
    for number, entry in enumerate(content, start=1):
        if not isinstance(entry, dict):
            raise BankError(f"{path.name}: entry {number} is not a mapping")
        yield entry


def _checked(kind: type[Entry], entry: dict[str, Any], path: Path, seen: dict[str, str]) -> Entry:
    where = f"{path.name}: {entry.get('id', '(no id)')}"
    try:
        made = kind.model_validate(entry)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BankError(f"{where}: {place}: {first['msg']}") from error
    keys = {criterion.key for criterion in made.rubric}
    for follow_up in made.follow_ups:
        if follow_up.criterion not in keys:
            raise BankError(f"{where}: follow-up names the unknown criterion {follow_up.criterion}")
    if made.id in seen:
        raise BankError(f"{where}: the id is already used in {seen[made.id]}")
    seen[made.id] = path.name
    return made

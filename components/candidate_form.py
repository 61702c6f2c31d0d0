"""What is written down of a person, as fields: for bringing somebody in and for correcting it later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import ui

from components.fields import all_valid, select_field, text_field
from components.interview_words import LEVELS
from components.pieces import grid, stack, text
from neurohire.services.accounts import MOST_NAME
from neurohire.services.candidates import MOST_PHONE, MOST_ROLE, CandidateForm
from neurohire.vocabulary import Level

LIKE_AN_ADDRESS = "Please type an e-mail address, like name@example.org."


class CandidateFields:
    """Name, e-mail, phone, target role and level; `folded`: the last three behind "more", open on demand."""

    def __init__(
        self, form: CandidateForm, *, on_email: Callable[[], Any] | None = None, folded: bool = False
    ) -> None:
        with grid(two=True):
            self.name = text_field("Name", value=form.name, limit=MOST_NAME, optional=not folded)
            self.email = text_field(
                "E-mail",
                value=form.email,
                limit=254,
                check=None if folded else {LIKE_AN_ADDRESS: _is_like_an_address},
            )
            if not folded:
                self._rest(form)
        if folded:
            with ui.element("details").classes("more who-more"):
                text("Phone, level, target role, resume (optional)", tag="summary")
                with stack() as self.more:
                    with grid(two=True):
                        self._rest(form)
                    self._role(form)
        else:
            self._role(form)
        if on_email:
            self.email.on("blur", on_email)

    def _rest(self, form: CandidateForm) -> None:
        self.phone = text_field("Phone", value=form.phone, limit=MOST_PHONE, optional=True)
        self.level = select_field(
            "Level",
            {"": "Not known", **{level.value: LEVELS[level] for level in Level}},
            value=form.level.value if form.level else "",
        )

    def _role(self, form: CandidateForm) -> None:
        self.target_role = text_field(
            "Target role",
            value=form.target_role,
            limit=MOST_ROLE,
            optional=True,
            placeholder="What the person would like to do",
        )

    def form(self) -> CandidateForm | None:
        """What is typed in; None when a field says what it needs."""
        return self.typed() if all_valid(self.email) else None

    def typed(self) -> CandidateForm:
        """The same without a look at it."""
        level = str(self.level.value or "")
        return CandidateForm(
            name=_typed(self.name),
            email=_typed(self.email),
            phone=_typed(self.phone),
            target_role=_typed(self.target_role),
            level=Level(level) if level in set(Level) else None,
        )

    def fill_empty(self, *, name: str, email: str, phone: str) -> list[str]:
        """What was read goes where nothing is typed; the labels of the fields that were filled."""
        found = (("name", self.name, name), ("e-mail", self.email, email), ("phone", self.phone, phone))
        filled = [
            (label, field, value) for label, field, value in found if value and not _typed(field).strip()
        ]
        for _, field, value in filled:
            field.value = value
        return [label for label, _, _ in filled]


def _typed(field: ui.input) -> str:
    return str(field.value or "")[:1000]


def _is_like_an_address(value: object) -> bool:
    before, at, after = str(value or "").strip().partition("@")
    return bool(before and at and "." in after.strip("."))

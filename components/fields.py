"""Fields of a form: label above, help and error under it; each gives back the element with the value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from nicegui import ui
from nicegui.element import Element

from components.pieces import text

Check = Mapping[str, Callable[[Any], bool]]
"""Error message → test that the value must pass; checked when the field changes and by `.validate()`."""

E = TypeVar("E", bound=Element)
NATIVE = "outlined dense hide-bottom-space"
# a moment later: the error itself is still on its way
FOCUS_ERROR = """setTimeout(() => {
  document.querySelector(".q-field--error :is(input, textarea, [tabindex='0'])")?.focus();
}, 100)"""


@contextmanager
def labelled(label: str, *, help: str = "", optional: bool = False) -> Iterator[Callable[[E], E]]:
    """The frame of a field; calling what it yields with the control ties label and help to it."""
    with ui.element("div").classes("field"):
        name = text(label, "field-label", tag="label")
        if optional:
            with name:
                text(" (optional)", "field-optional", tag="span")
        below: list[Element] = []

        def tie(control: E) -> E:
            native = f"f{control.id}"
            name.props["for"] = native
            control.props["for"] = native
            if below:
                control.props["aria-describedby"] = f"h{control.id}"
            return control

        def bind(control: E) -> E:
            if help:
                below.append(text(help, "field-help"))
                below[0].props["id"] = f"h{control.id}"
            return tie(control)

        yield bind


def text_field(
    label: str,
    *,
    value: str = "",
    help: str = "",
    placeholder: str = "",
    optional: bool = False,
    check: Check | None = None,
    password: bool = False,
    name: str = "",
    limit: int = 500,
    on_change: Callable[..., Any] | None = None,
) -> ui.input:
    """One line of text."""
    with labelled(label, help=help, optional=optional) as bind:
        control = ui.input(
            value=value,
            placeholder=placeholder,
            password=password,
            password_toggle_button=password,
            validation=dict(check) if check else None,
            on_change=on_change,
        ).props(NATIVE)
        control.props["maxlength"] = limit
        if name:
            control.props["name"] = name
        return bind(control)


def area_field(
    label: str,
    *,
    value: str = "",
    help: str = "",
    placeholder: str = "",
    optional: bool = False,
    check: Check | None = None,
    rows: int = 6,
    limit: int = 20_000,
    on_change: Callable[..., Any] | None = None,
) -> ui.textarea:
    """Several lines of text."""
    with labelled(label, help=help, optional=optional) as bind:
        control = ui.textarea(
            value=value,
            placeholder=placeholder,
            validation=dict(check) if check else None,
            on_change=on_change,
        ).props(NATIVE)
        control.props.update({"maxlength": limit, "rows": rows})
        return bind(control)


def number_field(
    label: str,
    *,
    value: float | None = None,
    low: float | None = None,
    high: float | None = None,
    help: str = "",
    check: Check | None = None,
    suffix: str = "",
    on_change: Callable[..., Any] | None = None,
) -> ui.number:
    """A whole number between two ends."""
    with labelled(label, help=help) as bind:
        control = ui.number(
            value=value,
            min=low,
            max=high,
            precision=0,
            suffix=suffix or None,
            validation=dict(check) if check else None,
            on_change=on_change,
        ).props(NATIVE)
        return bind(control)


def select_field(
    label: str,
    options: Mapping[Any, str] | Sequence[str],
    *,
    value: Any = None,
    help: str = "",
    optional: bool = False,
    several: bool = False,
    search: bool = False,
    check: Check | None = None,
    on_change: Callable[..., Any] | None = None,
) -> ui.select:
    """One (or several) of a list; `options` maps the value to its words."""
    given: Any = dict(options) if isinstance(options, Mapping) else list(options)
    with labelled(label, help=help, optional=optional) as bind:
        control = ui.select(
            given,
            value=value,
            multiple=several,
            with_input=search,
            clearable=optional,
            validation=dict(check) if check else None,
            on_change=on_change,
        ).props(NATIVE + (" use-chips" if several else ""))
        return bind(control)


def tick_field(
    label: str, *, value: bool = False, on_change: Callable[..., Any] | None = None
) -> ui.checkbox:
    """Yes or no."""
    return ui.checkbox(label, value=value, on_change=on_change).props("dense").classes("tick-field")


def all_valid(*fields: Any) -> bool:
    """Check every field (so that all errors show at once); True when none has one."""
    return all([field.validate() for field in fields])


def show_first_error() -> None:
    """The first field of the page that has an error comes into view and gets the keyboard."""
    ui.run_javascript(FOCUS_ERROR)

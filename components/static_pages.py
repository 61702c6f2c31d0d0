"""Static-light pages: plain HTML with the same look and no script, for whoever has no session yet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from components.candidate_shell import TEXTS
from components.layout import STATIC_SHEETS, TEXT_FONT, chosen_theme, sheet_url

TEMPLATES = Path(__file__).parent / "templates"

_environment = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.globals["sheets"] = [sheet_url(name) for name in STATIC_SHEETS]
_environment.globals["texts"] = TEXTS  # give `texts=` to have them in another language
_environment.globals["text_font"] = TEXT_FONT


def render(template: str, *, theme: str = "", lang: str = "en", csp_nonce: str = "", **values: Any) -> str:
    """The page as text. Every value is escaped; a value that a template names and nobody gave is an error."""
    return _environment.get_template(template).render(theme=theme, lang=lang, csp_nonce=csp_nonce, **values)


def static_page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """The page as an answer, in the theme this browser chose; the middleware adds headers and policy."""
    values.setdefault("csp_nonce", getattr(request.state, "csp_nonce", ""))
    text = render(template, theme=chosen_theme(request), **values)
    return HTMLResponse(text, status)

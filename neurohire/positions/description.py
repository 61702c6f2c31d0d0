"""What a job description says about the position: title, level, language, field."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel

from neurohire.positions.fields import guess_field, is_technical_role
from neurohire.positions.languages import guess_language
from neurohire.positions.levels import guess_level
from neurohire.positions.titles import find_title, plain_lines
from neurohire.vocabulary import Level

_READ = 60_000  # letters; what decides stands at the beginning


class Described(BaseModel):
    """Proposals; the recruiter may change every one of them."""

    title: str
    level: Level
    language: str
    field: str
    is_technical: bool
    skills: list[str] = []


def describe(text: str, skills: Sequence[str] = ()) -> Described:
    """Read a description; `skills` are those found in it by whoever asks."""
    start = text[:_READ]
    title = find_title(start)
    body = "\n".join(plain_lines(start))
    field = guess_field(title, body)
    return Described(
        title=title,
        level=guess_level(title, body),
        language=guess_language(body),
        field=field,
        is_technical=is_technical_role(title, field),
        skills=list(skills),
    )

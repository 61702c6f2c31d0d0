"""The one function that runs inside a worker: from a stored file to text and facts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from neurohire.errors import DomainError
from neurohire.models.resumes_read import ReadResume
from neurohire.resumes.facts import find_facts
from neurohire.resumes.receive import DAMAGED, reject
from neurohire.resumes.text import read_text
from neurohire.vocabulary import RejectionCode


def read_resume(path: str, file_name: str) -> dict[str, Any]:
    """Rejected comes through as it is; a parser's surprise is an unreadable file."""
    try:
        text = read_text(Path(path), file_name)
        return ReadResume(text=text, facts=find_facts(text, file_name)).model_dump()
    except (DomainError, MemoryError):
        raise
    except Exception as error:
        raise reject(RejectionCode.UNREADABLE, DAMAGED) from error

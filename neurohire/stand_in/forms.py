"""A multipart request of a client: its text fields, and its one file."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_form


@dataclass
class SentForm:
    """`recorded` is what the record of calls keeps: a file may be a person's voice."""

    fields: dict[str, str] = field(default_factory=dict)
    file: bytes | None = None
    file_name: str = ""

    @property
    def recorded(self) -> dict[str, Any]:
        size = len(self.file or b"")
        return {**self.fields, "file": {"name": self.file_name, "bytes": size}}


def read_form(content_type: str, body: bytes) -> SentForm | None:
    """None: it is no form."""
    form = SentForm()

    def on_field(found: Any) -> None:
        form.fields[(found.field_name or b"").decode()] = (found.value or b"").decode("utf-8", "replace")

    def on_file(found: Any) -> None:
        found.file_object.seek(0)
        form.file, form.file_name = found.file_object.read(), (found.file_name or b"").decode()
        found.close()

    try:
        parse_form({"Content-Type": content_type.encode()}, io.BytesIO(body), on_field, on_file)
    except (FormParserError, ValueError):
        return None
    return form

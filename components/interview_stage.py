"""The candidate's interview as one element: it draws itself from the operation socket's `state` messages."""

from __future__ import annotations

from collections.abc import Mapping

from nicegui.element import Element

import components.es_modules  # noqa: F401
from components.incident_words import told_words, watch_words
from components.stage_words import connection_words, stage_words
from components.texts import Texts
from neurohire.services.operations import MAX_TEXT
from neurohire.vocabulary import DataKind


class InterviewStage(Element, component="interview_stage.js"):
    """Nothing of the questions passes through NiceGUI, so a restart of the server leaves it standing."""

    def __init__(self, interview_id: str, texts: Texts, consents: Mapping[DataKind, bool]) -> None:
        super().__init__()
        self.props.update(
            {
                "interview-id": interview_id,
                "texts": stage_words(texts) | {"watch": watch_words(texts), "told": told_words(texts)},
                "connection-texts": connection_words(texts),
                "consents": {
                    "audio": consents.get(DataKind.AUDIO, False),
                    "camera": consents.get(DataKind.CAMERA, False),
                },
                "max-text": MAX_TEXT,
            }
        )

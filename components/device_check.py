"""The device check as one element; it measures in the browser and reports once as an operation."""

from __future__ import annotations

from collections.abc import Mapping

from nicegui.element import Element

import components.es_modules  # noqa: F401
from components.check_words import check_words
from components.stage_words import connection_words
from components.texts import Texts
from neurohire.vocabulary import DataKind


class DeviceCheck(Element, component="device_check.js"):
    """Microphone, speaker, camera, connection and browser, each with what still works without it."""

    def __init__(self, interview_id: str, texts: Texts, consents: Mapping[DataKind, bool]) -> None:
        super().__init__()
        self.props.update(
            {
                "interview-id": interview_id,
                "texts": check_words(texts),
                "connection-texts": connection_words(texts),
                "consents": {
                    "audio": consents.get(DataKind.AUDIO, False),
                    "camera": consents.get(DataKind.CAMERA, False),
                },
            }
        )

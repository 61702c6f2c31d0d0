"""The shapes of OpenAI's two interfaces, whole and as events."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

from neurohire.stand_in.behaviour import Fault

REFUSAL = "I can't help with that."
PIECE = 16  # characters of one event


def chat(body: dict[str, Any], text: str, fault: Fault) -> dict[str, Any]:
    """POST /v1/chat/completions"""
    refused = fault is Fault.REFUSE
    message = {
        "role": "assistant",
        "content": None if refused else text,
        "refusal": REFUSAL if refused else None,
    }
    finish = "length" if fault is Fault.TRUNCATE else "stop"
    asked, given = _sizes(body, text)
    return {
        **_head(body, "chat.completion"),
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        "usage": {"prompt_tokens": asked, "completion_tokens": given, "total_tokens": asked + given},
    }


def chat_stream(body: dict[str, Any], text: str, fault: Fault) -> Iterator[str]:
    head = _head(body, "chat.completion.chunk")
    key = "refusal" if fault is Fault.REFUSE else "content"
    for piece in _pieces(REFUSAL if fault is Fault.REFUSE else text):
        choice = {"index": 0, "delta": {"role": "assistant", key: piece}, "finish_reason": None}
        yield f"data: {json.dumps({**head, 'choices': [choice]})}\n\n"
    finish = "length" if fault is Fault.TRUNCATE else "stop"
    last = {"index": 0, "delta": {}, "finish_reason": finish}
    yield f"data: {json.dumps({**head, 'choices': [last]})}\n\ndata: [DONE]\n\n"


def responses(body: dict[str, Any], text: str, fault: Fault) -> dict[str, Any]:
    """POST /v1/responses"""
    cut = fault is Fault.TRUNCATE
    asked, given = _sizes(body, text)
    return {
        **_response_head(body),
        "status": "incomplete" if cut else "completed",
        "incomplete_details": {"reason": "max_output_tokens"} if cut else None,
        "output": [_item(text, fault)],
        "usage": {
            "input_tokens": asked,
            "output_tokens": given,
            "total_tokens": asked + given,
            "input_tokens_details": {"cached_tokens": 0},
            "output_tokens_details": {"reasoning_tokens": 0},
        },
    }


def responses_stream(body: dict[str, Any], text: str, fault: Fault) -> Iterator[str]:
    whole, item = responses(body, text, fault), _item(text, fault)
    place = {"output_index": 0, "content_index": 0, "item_id": item["id"]}
    empty = {"type": "output_text", "text": "", "annotations": []}
    events: list[tuple[str, dict[str, Any]]] = [
        ("response.created", {"response": {**whole, "status": "in_progress", "output": [], "usage": None}}),
        ("response.output_item.added", {"output_index": 0, "item": {**item, "content": []}}),
        ("response.content_part.added", {**place, "part": empty}),
        *(("response.output_text.delta", {**place, "delta": p, "logprobs": []}) for p in _pieces(text)),
        ("response.output_text.done", {**place, "text": text, "logprobs": []}),
        ("response.output_item.done", {"output_index": 0, "item": item}),
        (f"response.{whole['status']}", {"response": whole}),
    ]
    for number, (kind, data) in enumerate(events):
        yield f"event: {kind}\ndata: {json.dumps({'type': kind, 'sequence_number': number, **data})}\n\n"


def _item(text: str, fault: Fault) -> dict[str, Any]:
    said = {"type": "output_text", "text": text, "annotations": []}
    part = {"type": "refusal", "refusal": REFUSAL} if fault is Fault.REFUSE else said
    return {
        "id": "msg_1", "type": "message", "role": "assistant", "status": "completed", "content": [part]
    }  # fmt: skip


def _head(body: dict[str, Any], kind: str) -> dict[str, Any]:
    model = str(body.get("model", ""))
    return {"id": "chatcmpl-1", "object": kind, "created": int(time.time()), "model": model}


def _response_head(body: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": time.time(),
        "model": str(body.get("model", "")),
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
    }


def _pieces(text: str) -> list[str]:
    return [text[at : at + PIECE] for at in range(0, len(text), PIECE)] or [""]


def _sizes(body: dict[str, Any], text: str) -> tuple[int, int]:
    """Roughly as tokens are counted."""
    return len(json.dumps(body)) // 4, len(text) // 4

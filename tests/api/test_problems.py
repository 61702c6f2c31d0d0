"""Failures: fixed words and a stable code outside, an incident id that the log has too, nothing else."""

from __future__ import annotations

import json
import logging

import httpx
import pytest
from fastapi import FastAPI
from pydantic import BaseModel

from neurohire.api.problems import HANDLERS, CatchUnexpected
from neurohire.errors import InvalidState, Unavailable
from neurohire.observability import FewRecords, json_formatter, redact

SECRET = "mysql://app:hunter2@db/neurohire for ana@example.org"
BROWSER = {"accept": "text/html,application/xhtml+xml"}


class Form(BaseModel):
    email: str
    age: int


@pytest.fixture
async def edge() -> httpx.AsyncClient:
    app = FastAPI()

    @app.get("/broken")
    @app.get("/api/broken")
    def broken() -> None:
        raise RuntimeError(SECRET)

    @app.get("/moved-on")
    def moved_on() -> None:
        raise InvalidState("This interview was <b>submitted</b> already.", code="submitted")

    @app.get("/away")
    def away() -> None:
        raise Unavailable()

    @app.post("/form")
    def form(form: Form) -> None: ...

    for kind, handler in HANDLERS.items():
        app.add_exception_handler(kind, handler)
    app.add_middleware(CatchUnexpected)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        yield client


async def test_a_domain_error_is_a_problem_with_its_code(edge: httpx.AsyncClient):
    answer = await edge.get("/moved-on")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "urn:neurohire:problem:submitted",
        "title": "Conflict",
        "status": 409,
        "code": "submitted",
        "detail": "This interview was <b>submitted</b> already.",
    }


async def test_people_get_the_same_words_on_a_page(edge: httpx.AsyncClient):
    answer = await edge.get("/moved-on", headers=BROWSER)
    assert answer.status_code == 409
    assert "This interview was &lt;b&gt;submitted&lt;/b&gt; already." in answer.text


@pytest.mark.parametrize("path", ["/broken", "/api/broken"])
async def test_a_bug_shows_only_an_incident_id_that_the_log_has_too(
    edge: httpx.AsyncClient, path: str, caplog: pytest.LogCaptureFixture
):
    answer = await edge.get(path)
    incident = answer.json()["incident"]
    page = await edge.get(path, headers=BROWSER)
    assert answer.status_code == page.status_code == 500
    for text in (answer.text, page.text):
        assert "hunter2" not in text
        assert "RuntimeError" not in text
    assert page.headers["content-type"].startswith("application/problem" if "api" in path else "text/html")
    assert incident in caplog.text


async def test_a_missing_service_says_when_to_come_back(edge: httpx.AsyncClient):
    answer = await edge.get("/away")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert int(answer.headers["retry-after"]) > 0


async def test_bad_input_names_the_fields_and_repeats_nothing(edge: httpx.AsyncClient):
    answer = await edge.post("/form", json={"age": "<script>old</script>"})
    assert answer.status_code == 422
    assert (answer.json()["code"], answer.json()["fields"]) == ("invalid_input", ["age", "email"])
    assert "script" not in answer.text
    assert (await edge.post("/form", content=b"{")).json()["fields"] == []


async def test_methods_and_addresses_that_do_not_exist(edge: httpx.AsyncClient):
    wrong = await edge.delete("/form")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "method_not_allowed")
    assert "POST" in wrong.headers["allow"]
    assert (await edge.get("/none")).json()["code"] == "not_found"


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH"])
async def test_unknown_api_addresses_are_json_and_cost_no_page(http: httpx.AsyncClient, method: str):
    from nicegui import Client

    answer = await http.request(method, "/api/v1/typo", headers=BROWSER)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert Client.instances == {}


async def test_an_unknown_page_is_a_small_page_and_costs_no_client(http: httpx.AsyncClient):
    from nicegui import Client

    answer = await http.get("/typo", headers=BROWSER)
    assert answer.status_code == 404
    assert "There is nothing here" in answer.text
    assert Client.instances == {}


# ── the log ───────────────────────────────────────────────────────────────────────────────────


def test_the_log_keeps_no_personal_data():
    line = redact(
        "ana.ruiz@example.org opened /i/Zm9vYmFy-token-token?next=/x&t=1 with "
        "aVsVNehH9Uq6QdQEfKi8qK61OeO2KvNPDJssepVr3wU from mysql://app:hunter2@db/x"
    )
    for secret in ("ana", "Zm9v", "next=", "aVsV", "hunter2"):
        assert secret not in line


def test_the_log_tells_where_but_not_what_an_exception_said():
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "f", 1, "failed for %s", ("ana@example.org",), (ValueError, error, None)
        )
        record.exc_info = (ValueError, error, error.__traceback__)
    line = json.loads(json_formatter().format(record))
    assert line["error"] == "ValueError"
    assert "test_problems.py" in line["where"][0]
    assert "hunter2" not in str(line)
    assert "ana" not in str(line)


def test_a_flood_of_records_is_cut():
    few = FewRecords()
    records = [logging.LogRecord("engineio", logging.ERROR, "f", 1, "bad", (), None) for _ in range(1000)]
    assert sum(few.filter(record) for record in records) == 20

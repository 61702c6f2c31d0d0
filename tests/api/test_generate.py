"""POST /api/v1/interviews/generate: what others build on, with real, hostile and hostile-named files."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import httpx
import psutil
import pytest
from fastapi import FastAPI

from neurohire.vocabulary import RejectionCode
from tests.material import shared
from tests.people import bearer

DESCRIPTION = "Senior Backend Engineer\nWe need Python, PostgreSQL, Docker and Kubernetes."


async def generate(
    http: httpx.AsyncClient, headers: dict[str, str], files: list[Path], **fields: str
) -> httpx.Response:
    parts = [("resumes", (file.name, file.read_bytes())) for file in files]
    data = {"job_description": DESCRIPTION} | fields
    return await http.post(
        "/api/v1/interviews/generate", data=data, files=parts, headers=headers, timeout=300
    )


async def test_resumes_become_interviews_with_links(app: FastAPI, http: httpx.AsyncClient) -> None:
    who = await bearer(app, "rec@example.org")
    names = ("ms_anthony_ivanov_en.pdf", "vvk_jane_doe.docx", "ats_james_wright_security.pdf")
    files = [shared(f"resumes/{name}") for name in names]
    answer = await generate(http, who.headers, files, num_questions="6")
    assert answer.status_code == 200, answer.text
    made = answer.json()["generated_interviews"]
    assert {row["candidate_email"] for row in made} == {
        "anthony@contoso.com",
        "jane.doe@gmail.com",
        "james.w@secops.com",
    }
    assert all(row["interview_link"].startswith("http://test/i/") for row in made)
    assert {row["resume_name"] for row in made} == set(names)
    one = (await http.get(f"/api/v1/interviews/{made[0]['interview_id']}", headers=who.headers)).json()
    assert one["state"] == "invited" and one["title"] == "Senior Backend Engineer"
    listed = (await http.get("/api/v1/interviews", headers=who.headers)).json()
    assert listed["total"] == 3
    report = await http.get(f"/api/v1/interviews/{made[0]['interview_id']}/report", headers=who.headers)
    assert report.status_code == 200 and len(report.json()["questions"]) == 6


async def test_a_file_without_an_address_waits_or_takes_the_given_one(
    app: FastAPI, http: httpx.AsyncClient, tmp_path: Path
) -> None:
    who = await bearer(app, "rec@example.org")
    texts = {"a.txt": "Ann Other\nPython developer\nBuilt a shop in Python and SQL for 20 customers\n" * 3}
    texts["b.txt"] = texts["a.txt"].replace("Ann", "Bob")
    files = []
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
        files.append(tmp_path / name)
    emails = json.dumps({"a.txt": "Ann@Example.org"})
    result = (await generate(http, who.headers, files, manual_emails=emails)).json()
    assert [row["candidate_email"] for row in result["generated_interviews"]] == ["ann@example.org"]
    assert [row["resume_name"] for row in result["manual_email_required"]] == ["b.txt"]
    assert "e-mail" in result["manual_email_required"][0]["message"]


@pytest.mark.needs("antiword")
async def test_hostile_files_are_read_or_refused_while_others_are_served(
    app: FastAPI, http: httpx.AsyncClient
) -> None:
    """The pass rule of the material: no 5xx, bounded memory, other requests answered meanwhile."""
    who = await bearer(app, "rec@example.org")
    folder = shared("hostile")
    files = sorted(p for p in folder.iterdir() if p.suffix in (".pdf", ".docx", ".doc"))
    await generate(http, who.headers, [shared("resumes/vvk_jane_doe.pdf")])  # everything is loaded
    before, slowest = psutil.Process().memory_info().rss, 0.0
    work = asyncio.create_task(generate(http, who.headers, files))
    loop = asyncio.get_running_loop()
    while not work.done():
        asked = loop.time()
        assert (await http.get("/healthz")).status_code == 200
        slowest = max(slowest, loop.time() - asked)
        await asyncio.wait({work}, timeout=0.2)
    answer = await work
    assert answer.status_code == 200, answer.text
    assert psutil.Process().memory_info().rss - before < 50 * 1024 * 1024
    assert slowest < 5
    result = answer.json()
    names = {row["resume_name"] for rows in result.values() for row in rows}
    assert names == {file.name for file in files}
    refused = {row["resume_name"]: row["code"] for row in result["rejected"]}
    assert set(refused.values()) <= {code.value for code in RejectionCode}
    for name in ("password_protected.docx", "password_rc4_128.pdf", "password_aes_256.pdf"):
        assert refused[name] == "password_protected"
    for name in ("empty.pdf", "empty.docx", "exe_header.pdf", "html_as.pdf", "truncated.docx"):
        assert name in refused
    asked_for = {row["resume_name"] for row in result["manual_email_required"]}
    assert "harmless_not_a_resume.doc" in asked_for
    assert not list(Path(app.state.neurohire.media.root, "incoming").iterdir())


async def test_hostile_file_names(app: FastAPI, http: httpx.AsyncClient) -> None:
    who = await bearer(app, "rec@example.org")
    names = [entry["filename"] for entry in json.loads(shared("hostile/filenames.json").read_text())]
    pdf = shared("resumes/vvk_jane_doe.pdf").read_bytes()
    store = app.state.neurohire.media.root
    for number, name in enumerate(names):
        parts = [("resumes", (name, pdf + b"\n%" + str(number).encode()))]
        answer = await http.post(
            "/api/v1/interviews/generate",
            data={"job_description": DESCRIPTION, "num_questions": "2"},
            files=parts,
            headers=who.headers,
            timeout=60,
        )
        assert answer.status_code < 500, name
        if answer.status_code == 200:
            rows = [row for rows in answer.json().values() for row in rows]
            assert all(len(row["resume_name"]) <= 120 and "\n" not in row["resume_name"] for row in rows)
    stray = [p for p in store.rglob("*") if p.is_file() and len(p.parent.name) != 2]
    assert not stray


async def test_bad_input_gets_a_clear_refusal(app: FastAPI, http: httpx.AsyncClient, tmp_path: Path) -> None:
    who = await bearer(app, "rec@example.org")
    file = tmp_path / "a.txt"
    file.write_text("x")
    cases = {
        "no_description": {"job_description": ""},
        "too_long": {"job_description": "word " * 40_000},
        "rejected": {"num_questions": "0"},
        "bad_number": {"num_questions": "many"},
        "bad_emails": {"manual_emails": "[]"},
    }
    for code, fields in cases.items():
        answer = await generate(http, who.headers, [file], **fields)
        assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert (await generate(http, who.headers, [file], num_questions="500")).status_code == 422
    none = await generate(http, who.headers, [])
    assert none.status_code == 422
    many = await generate(http, who.headers, [file] * 201)
    assert (many.status_code, many.json()["code"]) == (422, "too_many_files")
    listed = (await http.get("/api/v1/interviews", headers=who.headers)).json()
    assert listed["total"] == 0
    assert (await generate(http, {}, [file])).status_code == 401


async def test_ten_mebibytes_are_measured_on_the_file_itself(
    app: FastAPI, http: httpx.AsyncClient, tmp_path: Path
) -> None:
    who = await bearer(app, "rec@example.org")
    good = shared("resumes/vvk_jane_doe.pdf").read_bytes()
    sizes = {"fits.pdf": 10 * 1024 * 1024, "too_large.pdf": 10 * 1024 * 1024 + 1}
    files = []
    for name, size in sizes.items():
        path = tmp_path / name
        path.write_bytes(good + b"\n%" + b" " * (size - len(good) - 2))
        files.append(path)
    result = (await generate(http, who.headers, files)).json()
    assert [row["resume_name"] for row in result["generated_interviews"]] == ["fits.pdf"]
    assert [(row["resume_name"], row["code"]) for row in result["rejected"]] == [
        ("too_large.pdf", "too_large")
    ]


async def test_the_same_file_twice_is_a_duplicate_and_the_same_person_one_candidate(
    app: FastAPI, http: httpx.AsyncClient
) -> None:
    who = await bearer(app, "rec@example.org")
    pdf, docx = shared("resumes/vvk_jane_doe.pdf"), shared("resumes/vvk_jane_doe.docx")
    result = (await generate(http, who.headers, [pdf, pdf, docx])).json()
    assert [row["code"] for row in result["rejected"]] == ["duplicate"]
    assert len(result["generated_interviews"]) == 2
    details = [
        (await http.get(f"/api/v1/interviews/{row['interview_id']}", headers=who.headers)).json()
        for row in result["generated_interviews"]
    ]
    assert details[0]["candidate_id"] == details[1]["candidate_id"]

"""Set-up, position, five real resumes, link, check, spoken, typed and code answers, submit, report."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.browser.story import Story
from tests.conftest import empty
from tests.live_server import LiveServer
from tests.material import shared

RESUMES = (
    "ms_anthony_ivanov_en.pdf",
    "rendercv_john_doe_classic.pdf",
    "vvk_liu_wei.docx",
    "ats_james_wright_security.pdf",
    "reactiveresume_john_doe_bronzor.pdf",
)


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
async def test_from_a_folder_of_resumes_to_a_report_with_quotes(
    kind: str, tmp_path: Path, browser: Browser, request: pytest.FixtureRequest
) -> None:
    files = [shared(f"resumes/{name}") for name in RESUMES]
    url = ""
    if kind == "mariadb":
        url = request.getfixturevalue("migrated_mariadb")
        empty(url)
    server = LiveServer(tmp_path, url, is_fresh=True)  # as its users start it
    try:
        await server.start()
        story = Story(browser, server)
        recruiter = await story.set_up()
        await story.make_position(recruiter)
        links = await story.add_resumes(recruiter, files)
        assert len(set(links)) == len(files)
        candidate = await story.enter(links[0])
        given = await story.answer_all(candidate)
        assert set(given) == {"text", "speech", "code"}
        await story.submit(candidate)
        await story.read_report(recruiter, given)
        assert not story.foreign, f"requests that left the machine: {story.foreign}"
        assert not story.violations
    finally:
        server.kill()

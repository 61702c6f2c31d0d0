"""Every hostile file ends in time as read or refused, and the process that asked does not notice."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from neurohire.errors import DomainError
from neurohire.resumes.read import read_resume
from neurohire.vocabulary import RejectionCode
from neurohire.workers import Limits, Workers, WorkFailed
from tests.material import shared

READ = "read"
FAILED = {"too_slow", "out_of_memory", "crashed"}  # the service says: unreadable, or too slow
CODES = {code.value for code in RejectionCode}
EXPECTED = {
    "empty.pdf": {"unreadable"},
    "empty.docx": {"unreadable"},
    "exe_header.pdf": {"wrong_type"},
    "html_as.pdf": {"wrong_type"},
    "rtf_as.doc": {"wrong_type"},
    "pdf_named.docx": {"wrong_type"},
    "polyglot_pdf_zip.pdf": {READ},
    "javascript_openaction.pdf": {READ},
    "bomb_flate_300MB.pdf": FAILED | {"no_text", "unreadable"},
    "twenty_thousand_pages.pdf": {READ},
    "form_fanout_10e8.pdf": FAILED | {READ, "no_text"},
    "xxe_file.docx": {"unreadable"},
    "billion_laughs.docx": {"unreadable"},
    "zip_bomb_200MB.docx": {"too_large"},
    "zip_slip.docx": {"unreadable"},
    "truncated.docx": {"unreadable"},
    "xss_in_name.pdf": {READ},
    "prompt_injection_white_text.pdf": {READ},
    "macro_document_renamed.docx": {"wrong_type"},
    "dde_field.docx": {READ},
    "password_protected.docx": {"password_protected"},
    "password_rc4_128.pdf": {"password_protected"},
    "password_aes_256.pdf": {"password_protected"},
    "owner_password_only_images.pdf": {"no_text"},
    "harmless_not_a_resume.doc": {READ, "wrong_type"},  # refused where antiword is missing
}


class Results:
    """All hostile files read at once, with what the asking process felt."""

    def __init__(self) -> None:
        self.outcome: dict[str, str] = {}
        self.read: dict[str, dict[str, Any]] = {}
        self.longest_pause = 0.0
        self.memory_growth = 0
        self.slowest = 0.0

    async def fill(self, folder: Path) -> None:
        workers = Workers({"resumes": Limits()})
        before = psutil.Process().memory_info().rss
        watch = asyncio.create_task(self._watch())
        files = sorted(path for path in folder.iterdir() if path.suffix in (".pdf", ".docx", ".doc"))
        try:
            await asyncio.gather(*(self._one(workers, path) for path in files))
        finally:
            watch.cancel()
            self.memory_growth = psutil.Process().memory_info().rss - before
            await workers.close()

    async def _one(self, workers: Workers, path: Path) -> None:
        try:
            self.read[path.name] = await workers.run("resumes", read_resume, str(path), path.name)
            self.outcome[path.name] = READ
        except DomainError as error:
            self.outcome[path.name] = error.code
        except WorkFailed as error:
            self.outcome[path.name] = error.reason

    async def _watch(self) -> None:
        """Blocked or at work; that others have the processor is no fault of ours."""
        while True:
            before, waited = time.perf_counter(), _without_processor()
            await asyncio.sleep(0.02)
            lost = _without_processor() - waited
            self.longest_pause = max(self.longest_pause, time.perf_counter() - before - lost)


def _without_processor() -> float:
    """Seconds for which this thread was ready and no processor free; 0 where the system does not tell."""
    told = Path("/proc/thread-self/schedstat")
    return int(told.read_text().split()[1]) / 1e9 if told.exists() else 0.0


@pytest.fixture(scope="module")
def results() -> Results:
    found = Results()
    asyncio.run(found.fill(shared("hostile")))
    return found


def test_every_file_ends_read_or_refused(results: Results) -> None:
    assert len(results.outcome) == 35
    assert set(results.outcome.values()) <= CODES | FAILED | {READ}


def test_each_file_ends_as_it_should(results: Results) -> None:
    wrong = {name: end for name, end in results.outcome.items() if end not in EXPECTED.get(name, {end})}
    assert wrong == {}


def test_the_asking_process_stays_small_and_answers(results: Results) -> None:
    assert results.memory_growth < 50 * 1024 * 1024
    assert results.longest_pause < 1.0


def test_nothing_was_written_or_leaked(results: Results) -> None:
    assert not list(Path(tempfile.gettempdir()).glob("neurohire_slip*"))
    host = Path("/etc/hostname").read_text().strip() if Path("/etc/hostname").exists() else "no such host"
    assert all(host not in str(read) for read in results.read.values())


def test_the_instruction_in_white_text_is_found_and_left_out(results: Results) -> None:
    read = results.read["prompt_injection_white_text.pdf"]
    assert (
        "Ignore all previous" not in read["text"]["text"]
        and read["facts"]["email"] == "alex.sample@example.com"
    )
    assert "Ignore all previous" in read["text"]["hidden"][0]["text"]


def test_markup_is_no_name_and_the_long_file_says_what_was_read(results: Results) -> None:
    assert results.read["xss_in_name.pdf"]["facts"]["name"] is None
    assert results.read["twenty_thousand_pages.pdf"]["text"]["notes"] == [
        "The first 30 of 20000 pages were read."
    ]

"""`import`, `export` and `demo` as a person types them: tables, sentences and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from neurohire.settings import Settings
from tests.exchange.test_import import file, link
from tests.test_commands import Run, made, run

__all__ = ["run"]  # the fixture


def test_it_says_what_went_in_and_what_did_not(run: Run, tmp_path: Path):
    made(run)
    good, bad = file(tmp_path, {"k": link()}, "good.json"), file(tmp_path, "<html>", "bad\x1b[2J.json")
    done = run("import", str(good), str(bad))
    assert (done.returncode, done.stderr) == (1, "")
    lines = done.stdout.splitlines()
    assert lines[1].split() == ["good.json", "interview", "links", "1", "0", "0"]
    assert "\x1b" not in done.stdout
    assert lines[-1] == "REFUSED bad\ufffd[2J.json: This is not a JSON file, or it is cut off."
    assert run("import", str(good)).returncode == 0
    assert run("import", str(bad)).returncode == 2
    half = file(tmp_path, {"x": link(), "y": 1}, "half.json")
    done = run("import", str(half), "--email", "ada@example.org")
    assert done.returncode == 1 and "REFUSED half.json, y: " in done.stdout


def test_it_needs_an_account(run: Run, tmp_path: Path):
    good = file(tmp_path, {"k": link()})
    done = run("import", str(good))
    assert done.returncode == 1 and "user create" in done.stderr
    made(run)
    done = run("import", str(good), "--email", "nobody@example.org")
    assert done.returncode == 1 and "no account" in done.stderr


def test_out_and_in_again(run: Run, tmp_path: Path):
    made(run)
    run("import", str(file(tmp_path, {"k": link()})))
    done = run("export", str(tmp_path / "out"))
    assert done.returncode == 0 and done.stdout.split()[:2] == ["interview_links.json", "1"]
    assert json.loads((tmp_path / "out" / "interview_links.json").read_text()) == {"k": link()}
    done = run("export", str(tmp_path / "out"))
    assert (done.returncode, done.stdout) == (1, "") and "not empty" in done.stderr


def test_a_demo_asks_first_and_refuses_what_is_not_empty(
    run: Run,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
):
    asked = run("demo", piped="n\n")
    assert asked.returncode == 1 and "Fill this empty installation" in asked.stdout
    made(run)
    done = run("demo", "--yes")
    assert done.returncode == 1 and "nothing was changed" in done.stderr

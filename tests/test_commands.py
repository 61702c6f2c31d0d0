"""The command line as a person or a script uses it."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from neurohire import commands
from neurohire.auth import passwords
from neurohire.commands.upkeep import interviews_with_journal
from neurohire.database import Database
from neurohire.models.interviews import Interview
from neurohire.models.journal import JournalEntry, JournalHead
from neurohire.models.positions import Position
from neurohire.models.users import User
from neurohire.services import api_tokens, journal
from neurohire.services.stored_settings import StoredSettings
from neurohire.settings import Settings, get_settings
from neurohire.vocabulary import Role
from tests.material import shared
from tests.people import make_actor

ROOT = Path(__file__).resolve().parents[1]
Run = Callable[..., "Done"]


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`python -m neurohire …` in this process; settings by name without prefix."""

    def command(*arguments: str, piped: str = "", **changed: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["neurohire", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO(piped))
        with monkeypatch.context() as environment:
            for name, value in changed.items():
                environment.setenv(f"NEUROHIRE_{name}", value)
            get_settings.cache_clear()
            with pytest.raises(SystemExit) as ended:
                commands.run()
        get_settings.cache_clear()
        printed = capsys.readouterr()
        return Done(int(ended.value.code or 0), printed.out, printed.err)

    return command


def made(run: Run, email: str = "ada@example.org") -> Done:
    arguments = ("user", "create", "--email", email, "--role", "admin", "--password-stdin")
    return run(*arguments, piped="a long enough one\n")


@pytest.fixture
def kept(settings: Settings) -> Iterator[Database]:
    """The database the commands use."""
    found = Database(settings.sqlalchemy_url)
    yield found
    found.close()


def test_it_is_a_program_and_its_refusals_are_sentences(tmp_path: Path):
    kept = {key: value for key, value in os.environ.items() if not key.startswith("NEUROHIRE_")}
    done = subprocess.run(
        [sys.executable, "-m", "neurohire", "verify"],
        cwd=ROOT,
        env=kept | {"NEUROHIRE_DATA_DIR": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1].endswith("Run: python -m neurohire migrate")
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0 or os.name != "posix"


def test_settings_come_from_a_file_too(tmp_path: Path):
    (tmp_path / ".env").write_text("NEUROHIRE_SECRET=kitten\nMARIADB_PASSWORD=for-compose\n")
    kept = {key: value for key, value in os.environ.items() if not key.startswith("NEUROHIRE_")}
    command = [sys.executable, "-m", "neurohire", "migrate"]
    environment = kept | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 2
    assert done.stderr.startswith("NEUROHIRE_SECRET: ")


def test_help_names_every_command(run: Run):
    done = run("--help")
    assert done.returncode == 0
    for name in ("user", "token", "migrate", "check", "verify", "evaluate"):
        assert name in done.stdout


@pytest.mark.parametrize("name", ["user create", "token create", "evaluate resumes", "evaluate grading"])
def test_help_of_a_command_says_what_it_takes(run: Run, name: str):
    done = run(*name.split(), "--help")
    assert done.returncode == 0
    assert "--" in done.stdout


def test_an_account_and_a_token_that_acts_as_it(run: Run, kept: Database):
    assert made(run).returncode == 0
    done = run("token", "create", "--email", "Ada@example.org")
    assert done.returncode == 0
    assert done.stdout == done.stdout.strip() + "\n"  # the token alone: scripts take it as it is
    found, _ = kept.run(api_tokens.identify, done.stdout.strip())
    assert found.user is not None
    assert (found.user.email, found.user.role) == ("ada@example.org", "admin")


def test_the_end_of_the_piped_line_is_not_part_of_the_password(run: Run, kept: Database):
    made(run)
    with Session(kept.engine) as db:
        user = db.scalars(select(User)).one()
    assert passwords.is_right("a long enough one", user.password_hash)


def test_a_short_password_and_a_taken_address_are_refused_in_a_sentence(run: Run):
    arguments = ("user", "create", "--email", "ada@example.org", "--role", "recruiter", "--password-stdin")
    short = run(*arguments, piped="kitten\n")
    assert (short.returncode, short.stdout) == (1, "")
    assert short.stderr == "A password needs 10 to 200 characters.\n"
    made(run)
    again = made(run)
    assert again.returncode == 1
    assert "already" in again.stderr
    assert "Traceback" not in again.stderr


def test_a_wrong_setting_is_named_and_its_value_is_not_shown(run: Run):
    done = run("migrate", SECRET="kitten")
    assert done.returncode == 2
    assert "NEUROHIRE_SECRET" in done.stderr
    assert "kitten" not in done.stderr


def test_a_token_for_nobody_is_refused(run: Run):
    done = run("token", "create", "--email", "nobody@example.org")
    assert (done.returncode, done.stdout) == (1, "")


def test_no_command_loads_the_pages():
    code = "import sys, neurohire.commands; print([m for m in ('nicegui', 'fastapi') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# ── verify ────────────────────────────────────────────────────────────────────────────────────


def write_journal(kept: Database) -> None:
    """Two interviews, three entries each."""
    with Session(kept.engine) as db:
        user = db.scalars(select(User)).one()
        position = Position(title="Baker", description="", created_by=user.id, created_at=user.created_at)
        db.add(position)
        db.flush()
        for number in range(2):
            interview = Interview(
                id=f"interview-{number}",
                position_id=position.id,
                title="Baker",
                created_by=user.id,
                created_at=user.created_at,
                expires_at=user.created_at,
            )
            db.add(interview)
            db.flush()
            for word in ("one", "two", "three"):
                journal.append(db, interview.id, "system", "note", {"word": word})
        db.commit()


@pytest.fixture
def journals(run: Run, kept: Database) -> Database:
    made(run)
    write_journal(kept)
    return kept


def test_verify_counts_what_it_checked_and_what_was_erased(run: Run, journals: Database):
    with Session(journals.engine) as db:
        journal.erase(db, "interview-1", 2)
        db.commit()
    done = run("verify")
    assert (done.returncode, done.stdout) == (0, "2 journals, 6 entries, 1 erased, 0 broken\n")


CHANGES = {
    "a word changed": (
        update(JournalEntry).where(col(JournalEntry.seq) == 2).values(body='{"word":"2"}'),
        "entry 2",
    ),
    "an entry gone": (delete(JournalEntry).where(col(JournalEntry.seq) == 2), "entry 3"),
    "the end cut off": (delete(JournalEntry).where(col(JournalEntry.seq) == 3), "entry 3"),
    "the head gone": (delete(JournalHead), "entry 4"),
    "only the head left": (delete(JournalEntry), "entry 1"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_verify_finds(run: Run, journals: Database, change: str):
    statement, place = CHANGES[change]
    table = statement.table.name
    interview_id = JournalHead if table == JournalHead.__tablename__ else JournalEntry
    with Session(journals.engine) as db:
        db.execute(statement.where(col(interview_id.interview_id) == "interview-1"))
        db.commit()
    done = run("verify")
    assert done.returncode == 1
    assert f"BROKEN interview-1 at {place}" in done.stdout
    assert "1 broken" in done.stdout


def test_check_looks_at_what_an_admin_stored(run: Run, kept: Database):
    run("migrate")
    admin = kept.run(make_actor, "ana@example.org", Role.ADMIN)[0]
    changes = {"model_base_url": "https://stored.example.org/v1", "model_name": "some-model"}
    asyncio.run(StoredSettings(kept, get_settings().model_copy()).save(admin, changes, {}))
    assert "some-model at stored.example.org" in run("check").stdout


def test_verify_on_a_database_that_is_not_migrated_says_what_to_run(run: Run):
    done = run("verify")
    assert done.returncode == 1
    assert "python -m neurohire migrate" in done.stderr


def test_interviews_without_journal_are_no_journals(database: Database):
    assert database.run(interviews_with_journal)[0] == []


# ── evaluate ──────────────────────────────────────────────────────────────────────────────────


def test_evaluate_grading_ends_in_the_figures_and_writes_the_scores(run: Run, tmp_path: Path):
    source, out = tmp_path / "answers.csv", tmp_path / "out.csv"
    rows = [
        ("a", "What is a stack?", "A stack gives back the last element first.", "last element first", "5"),
        ("b", "What is a stack?", "A stack gives back the last element first.", "no idea about bread", "0"),
        ("c", "What is a stack?", "A stack gives back the last element first.", "", "0"),
    ]
    with source.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("item_id", "question", "reference_answer", "student_answer", "score"))
        writer.writerows(rows)
    done = run("evaluate", "grading", str(source), "--grader", "embedded", "--out", str(out))
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout.splitlines()[-1])
    assert list(figures) == ["items", "pearson", "qwk", "rmse"]
    with out.open() as file:
        written = list(csv.DictReader(file))
    assert [row["item_id"] for row in written] == ["a", "b", "c"]
    assert all(0 <= float(row["score"]) <= 10 for row in written)


def test_evaluate_with_an_unknown_grader_or_a_file_without_columns_says_so(run: Run, tmp_path: Path):
    source = tmp_path / "x.csv"
    source.write_text("item_id,score\na,1\n")
    for grader, words in (("oracle", "no such grader"), ("embedded", "lacks these columns")):
        done = run("evaluate", "grading", str(source), "--grader", grader)
        assert done.returncode == 1
        assert words in done.stderr


def test_evaluate_resumes_ends_in_the_figures(run: Run, tmp_path: Path):
    source = shared("resumes")
    with (source / "truth.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["file"].endswith((".docx", ".txt"))][:2]
    truth = tmp_path / "truth.csv"
    with truth.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    done = run("evaluate", "resumes", str(source), "--truth", str(truth))
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout.splitlines()[-1])
    names = ["files", "email_right", "name_right", "phone_right", "skills_recall", "invented"]
    assert (list(figures), figures["files"]) == (names, 2)

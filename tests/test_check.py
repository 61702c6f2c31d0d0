"""`check` tells a weak set-up from one that is merely small."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from neurohire import check, migrations
from neurohire.check import Grade
from neurohire.database import Database, make_engine
from neurohire.services import health
from neurohire.settings import Settings
from neurohire.speech import voice_activity

SECRET = "nV8sB3xQ7kLmW2pRz9TfYc4HdJg6UaEo"
Look = Callable[..., dict[str, check.Finding]]


@pytest.fixture
def look(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Look:
    """Findings by subject; `sound` is a set-up that `check --deploy` has nothing against."""
    monkeypatch.setattr(check, "PROBE_SECONDS", 0.001)  # the real import is tried in a test of its own

    def findings(deploy: bool = True, **changed: object) -> dict[str, check.Finding]:
        sound = {"secret": SECRET, "base_url": "https://hr.example.org", "trusted_proxies": "127.0.0.1"}
        changed_settings = Settings(**(sound | changed))
        return {found.subject: found for found in check.findings(changed_settings, deploy=deploy)}

    return findings


@pytest.fixture
def ready(settings: Settings) -> Path:
    """A data folder for its owner only, with a migrated database."""
    settings.data_dir.mkdir(mode=0o700)
    engine = make_engine(settings.sqlalchemy_url)
    migrations.upgrade(engine)
    engine.dispose()
    return settings.data_dir


def weak(found: dict[str, check.Finding]) -> set[str]:
    return {subject for subject, finding in found.items() if finding.grade is Grade.WEAK}


def test_a_sound_set_up_has_nothing_to_mend(look: Look, ready: Path):
    assert weak(look()) == set()


@pytest.mark.parametrize(
    ("changed", "subject"),
    [
        ({"base_url": ""}, "address"),
        ({"base_url": "http://10.0.0.7:8080"}, "address"),
        ({"secret": "ab" * 20}, "secret"),
        ({"trusted_proxies": ""}, "proxy"),
        ({"log_level": "debug"}, "log level"),
        ({"min_free_mb": 10**9}, "disk"),
        ({"database_url": "nonsense"}, "database"),
        ({"database_url": "mysql+pymysql://app:topsecret@127.0.0.1:1/app"}, "database"),
    ],
)
def test_a_weak_spot_is_found(look: Look, ready: Path, changed: dict[str, object], subject: str):
    found = look(**changed)
    assert weak(found) == {subject}
    assert "topsecret" not in repr(found)


def test_a_first_try_at_home_is_not_weak(look: Look):
    assert weak(look(deploy=False, base_url="", secret=None, trusted_proxies="")) == set()


def test_plain_http_for_others_is_weak_even_at_home_and_says_why(look: Look):
    found = look(deploy=False, base_url="http://10.0.0.7:8080")["address"]
    assert found.grade is Grade.WEAK
    assert "needs https" in found.words
    assert "camera" in found.words


def test_an_old_database_is_to_be_migrated_and_is_not_made_by_looking(look: Look, settings: Settings):
    assert look()["database"].grade is Grade.WEAK
    assert not (settings.data_dir / "neurohire.db").exists()
    settings.data_dir.mkdir(mode=0o700, exist_ok=True)
    Database(settings.sqlalchemy_url).ping()
    assert "migrate" in look()["database"].words


@pytest.mark.parametrize(("name", "mode"), [("", 0o755), ("secret", 0o640)])
def test_files_that_others_may_read_are_found(look: Look, ready: Path, name: str, mode: int):
    (ready / "secret").write_text("x")
    (ready / "secret").chmod(0o600)
    (ready / name).chmod(mode)
    assert weak(look(secret=None)) == {"secret" if name else "data folder"}


def test_a_missing_program_is_named_with_what_is_off(
    look: Look, ready: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(health.shutil, "which", lambda _name: None)
    found = look()
    assert weak(found) == set()
    for program in ("tesseract", "antiword", "espeak-ng"):
        assert found[program].grade is Grade.OFF
        assert found[program].words.startswith("not installed: ")


def test_frame_checks_are_off_when_their_libraries_do_not_load(look: Look, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(check, "PROBE_SECONDS", 60)
    for code, grade in ((0, Grade.OK), (1, Grade.OFF), (-11, Grade.OFF)):
        monkeypatch.setattr(
            check.subprocess, "run", lambda *_, code=code, **__: SimpleNamespace(returncode=code)
        )
        assert look()["frame checks"].grade is grade


def test_looking_loads_neither_library_here():
    code = (
        "import sys, neurohire.check as c; from neurohire.settings import Settings;"
        "list(c.findings(Settings(), deploy=False)); print({'cv2', 'mediapipe'} & set(sys.modules))"
    )
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_each_service_is_named_with_its_host_and_never_its_key(look: Look, ready: Path):
    found = look()
    assert {found[name].grade for name in ("questions", "grading", "speech out", "speech in")} == {Grade.OFF}
    common = {"model_base_url": "https://models.example.org/v1", "model_key": "k-topsecret"}
    found = look(**common, model_name="chat-1", speech_out_name="voice-1")
    assert found["questions"].words == "chat-1 at models.example.org, with a key"
    assert found["speech out"].words == "voice-1 at models.example.org, with a key"
    assert found["speech in"].grade is Grade.OFF and weak(found) == set()
    assert "topsecret" not in repr(found)


def test_an_ear_without_its_model_is_weak(look: Look, ready: Path, monkeypatch: pytest.MonkeyPatch):
    """Services invent words for noise, so nothing is sent to one."""
    monkeypatch.setattr(voice_activity, "MODEL", ready / "none.onnx")
    voice_activity._checked_model.cache_clear()
    ear = {"speech_in_base_url": "https://ears.example/v1", "speech_in_name": "ear-1"}
    try:
        found = look(**ear)
    finally:
        voice_activity._checked_model.cache_clear()
    assert found["speech in"].grade is Grade.WEAK and voice_activity.MISSING in found["speech in"].words
    assert found["voice activity model"].grade is Grade.OFF


@pytest.mark.parametrize(
    ("host", "is_weak"), [("10.0.0.9:9000", True), ("127.0.0.1:9000", False), ("localhost", False)]
)
def test_plain_http_over_a_network_is_weak_in_production(look: Look, ready: Path, host: str, is_weak: bool):
    service = {"speech_in_base_url": f"http://{host}/v1", "speech_in_name": "w"}
    found = look(**service, model_allow_private=True)
    assert weak(found) == ({"speech in"} if is_weak else set())
    assert found["private"].grade is Grade.OK
    assert weak(look(deploy=False, **service, model_allow_private=True)) == set()


def test_private_addresses_are_not_allowed_for_nothing(look: Look, ready: Path):
    assert weak(look(model_allow_private=True)) == {"private"}

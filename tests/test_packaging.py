"""Versions, layers, the container files and the scripts of CI: what no test of the app would notice."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import tomllib
from configparser import ConfigParser
from importlib.metadata import packages_distributions
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from neurohire.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def load(name: str) -> ModuleType:
    """A script of .ci, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / ".ci" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ── versions ──────────────────────────────────────────────────────────────────────────────────


def test_every_version_stands_in_both_lists_and_direct_ones_are_exact():
    assert load("pins").differences() == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"nicegui==3.18.0", ', '"nicegui>=3.18", ', "not pinned exactly"),
        ('"nicegui==3.18.0", ', '"nicegui==3.17.0", ', "not in the list"),
        ('    "nicegui==3.18.0",\n', '    "nicegui==3.17.0",\n', "only in one of the two lists"),
    ],
)
def test_a_version_that_does_not_fit_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, words: str
):
    pins = load("pins")
    changed = tmp_path / "pyproject.toml"
    text = (ROOT / "pyproject.toml").read_text()
    assert old in text
    changed.write_text(text.replace(old, new))
    monkeypatch.setattr(pins, "PROJECT", changed)
    assert any(words in line for line in pins.differences())


def test_the_lists_name_no_host_and_the_lock_file_stays_out_of_git():
    for name in ("constraints.txt", "pyproject.toml"):
        assert "://" not in (ROOT / name).read_text(), name
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "uv.lock" not in tracked.stdout.split()
    assert "uv.lock" in (ROOT / ".gitignore").read_text().split()


def test_every_direct_dependency_says_why():
    text = (ROOT / "pyproject.toml").read_text()
    block = text[text.index("dependencies = [") : text.index("[dependency-groups]")]
    rows = [row.strip() for row in block.splitlines() if row.strip().startswith('"')]
    assert [row for row in rows if not re.search(r'",\s*# \S+', row)] == []
    assert len(rows) == len(PROJECT["project"]["dependencies"])


# fixed by the owner for what comes next, or never imported by name
NOT_IMPORTED_HERE = {"pdfplumber", "streamlit", "streamlit-webrtc"}
WITHOUT_A_NAME = {"pymysql", "itsdangerous", "tzdata", "uvicorn"}


def imported(*places: str) -> set[str]:
    """Distributions that code in these places imports, as indexes name them."""
    owners = {
        module: set(map(load("pins").name, names)) for module, names in packages_distributions().items()
    }
    files = [
        path
        for place in places
        for path in ([ROOT / place] if place.endswith(".py") else (ROOT / place).rglob("*.py"))
    ]
    found: set[str] = set()
    for path in files:
        for node in ast.walk(ast.parse(path.read_text())):
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            found |= {owner for module in modules for owner in owners.get(module.split(".")[0], ())}
    return found


def pinned(pins: list[str]) -> set[str]:
    return {load("pins").name(re.split(r"[\[=]", pin)[0]) for pin in pins}


def test_what_is_imported_is_a_direct_dependency_and_nothing_else_is():
    direct, dev = pinned(PROJECT["project"]["dependencies"]), pinned(PROJECT["dependency-groups"]["dev"])
    ours = imported("main.py", "neurohire", "pages", "components")
    assert ours - direct == set()
    assert direct - ours - WITHOUT_A_NAME == NOT_IMPORTED_HERE
    assert imported("tests") - direct - dev == set()


def test_a_plain_uv_run_installs_no_developer_tools():
    assert PROJECT["tool"]["uv"]["default-groups"] == []
    assert PROJECT["tool"]["uv"]["package"] is False


# ── layers ────────────────────────────────────────────────────────────────────────────────────


def test_every_part_of_the_core_has_its_row_and_its_ban_of_web_frameworks():
    contracts = ConfigParser()
    contracts.read(ROOT / ".importlinter")
    rows = set(re.findall(r"neurohire\.\w+", contracts["importlinter:contract:rows"]["layers"]))
    without_web = set(contracts["importlinter:contract:web"]["source_modules"].split())
    parts = {
        f"neurohire.{path.stem}"
        for path in (ROOT / "neurohire").iterdir()
        if not path.name.startswith("_") and (path.suffix == ".py" or (path / "__init__.py").exists())
    }
    assert parts - rows == set()
    assert parts - without_web == {"neurohire.api"}


# ── bans ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "line",
    [
        "ui.html(text, sanitize=False)",
        "<div v-html='x'>",
        "ui.notify(text, html=True)",
        "ui.label().props(f'label=\"{name}\"')",
        'ui.label().props(\n    f"label={name}")',
        "ui.run_javascript(f'go({name})')",
        "ui.editor(value=x)",
        "ui.run(on_air=True)",
        "app.add_media_files('/x', folder)",
        "element.innerHTML = name;",
    ],
)
def test_a_banned_way_of_writing_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str):
    banned = load("banned")
    (tmp_path / "page.py").write_text("import x\n" + line)
    monkeypatch.setattr(banned, "ROOT", tmp_path)
    assert len(banned.offences("page.py")) == 1
    assert banned.offences("page.py")[0].startswith("page.py:2: ")


# ── containers: no engine ran them, so at least their form is looked at ─────────────────────────


def test_compose_gives_the_app_only_settings_that_exist():
    known = {f"NEUROHIRE_{name.upper()}" for name in Settings.model_fields}
    assert set(COMPOSE["services"]["app"]["environment"]) - known == set()


def test_compose_waits_for_a_healthy_database_and_keeps_what_must_last():
    services = COMPOSE["services"]
    assert set(services) == {"app", "database"}
    assert services["app"]["depends_on"]["database"]["condition"] == "service_healthy"
    assert services["database"]["healthcheck"]["test"][0] == "CMD"
    mounted = {volume.split(":")[0] for service in services.values() for volume in service["volumes"]}
    assert mounted == set(COMPOSE["volumes"])
    assert services["app"]["volumes"] == ["files:/data"]
    assert "NEUROHIRE_DATA_DIR=/data" in DOCKERFILE


def test_compose_has_no_password_in_it_and_pins_its_image():
    for service in COMPOSE["services"].values():
        assert re.search(r":\d", service.get("image", ":1")), "an image without a version"
        for name, value in service["environment"].items():
            if name.endswith("_PASSWORD") and "RANDOM" not in name:
                assert value.startswith("${")
    assert ":${MARIADB_PASSWORD:?" in COMPOSE["services"]["app"]["environment"]["NEUROHIRE_DATABASE_URL"]


def test_only_this_machine_reaches_the_port_of_compose():
    assert all(port.startswith("127.0.0.1:") for port in COMPOSE["services"]["app"]["ports"])


def test_the_image_runs_without_root_on_pinned_versions_with_all_code():
    lines = [line for line in DOCKERFILE.splitlines() if line and not line.startswith((" ", "#"))]
    assert re.fullmatch(r"FROM python:3\.1[1-4]-slim-\w+", lines[0])
    assert "pip install --no-cache-dir --disable-pip-version-check -c constraints.txt ." in DOCKERFILE
    assert lines.index("USER neurohire") < lines.index('CMD ["python", "main.py"]')
    copied = {word for line in lines if line.startswith("COPY") for word in line.split()[1:-1]}
    assert {"main.py", "assets", "components", "neurohire", "pages", "constraints.txt"} <= copied
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {name for name in copied if f"!{name}" not in ignored} == set()
    assert all((ROOT / name).exists() for name in copied)


# ── scripts ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("script", [".ci/run", ".ci/install", ".ci/find_uv", "tests/run.sh"])
def test_a_script_is_well_formed_and_stops_at_the_first_failure(script: str):
    subprocess.run(["bash", "-n", script], cwd=ROOT, check=True)
    assert "set -euo pipefail" in (ROOT / script).read_text()


def test_every_program_a_test_needs_is_installed_by_the_test_command():
    needed = {
        program
        for path in (ROOT / "tests").rglob("*.py")
        for marker in re.findall(r"\bneeds?\(([^)*]*)\)", path.read_text())
        for program in re.findall(r'"([\w-]+)"', marker)
    }
    installed = re.search(
        r"\.ci/install (.*?)( \|\||$)", (ROOT / "tests" / "run.sh").read_text(), re.MULTILINE
    )
    assert installed is not None
    assert needed - set(installed[1].split()) - {"mariadb-install-db"} == set()


def test_ci_forbids_skips_and_runs_every_check():
    text = (ROOT / ".ci" / "run").read_text()
    assert "export NEUROHIRE_TEST_REQUIRE_ALL=1" in text
    for check in ("pins.py --check", "ruff check", "ruff format --check", "mypy", "lint-imports", "codespell",
                  "banned.py", "build.py --check", "tests/run.sh"):  # fmt: skip
        assert re.search(rf"^step .*{re.escape(check)}", text, re.MULTILINE), check

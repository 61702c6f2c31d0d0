"""The README keeps up: settings, commands and files as they are, shell lines that are well formed."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command

from neurohire.commands import app
from neurohire.settings import Settings
from tests.test_packaging import load

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text()


def test_the_table_of_settings_is_as_the_settings_are():
    assert load("readme").filled(README) == README


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_told(name: str):
    assert re.search(rf"^\| `NEUROHIRE_{name.upper()}` \| .* \| \S.* \|$", README, re.MULTILINE)


def test_no_setting_is_told_that_does_not_exist():
    told = set(re.findall(r"NEUROHIRE_([A-Z_]+)", README))
    known = {name.upper() for name in Settings.model_fields}
    assert {name for name in told - known if not name.startswith("TEST_")} == set()


def commands(group: object, before: str = "") -> list[str]:
    """`user create`, `check` … of the command line."""
    found: list[str] = []
    for name, command in getattr(group, "commands", {}).items():
        found += commands(command, f"{before}{name} ") if hasattr(command, "commands") else [before + name]
    return found


def test_every_command_is_told():
    named = commands(get_command(app))
    assert len(named) == 13
    assert [name for name in named if f"| `{name}" not in README] == []


def test_the_two_commands_are_told_as_they_were_agreed():
    assert "\npip install uv && uv run main.py\n" in README
    assert "\npython3 -m venv .uv && .uv/bin/pip install uv && .uv/bin/uv run main.py\n" in README
    assert "\nbash tests/run.sh\n" in README


OWN = r"`((?:neurohire|assets|tests|pages|components|\.ci)/[\w./-]*|[\w-]+\.(?:py|toml|txt|yaml))`"


def test_files_it_names_are_there():
    named = set(re.findall(OWN, README)) | set(re.findall(r"\]\(([^)#:]+)\)", README))
    places = (ROOT, ROOT / "neurohire", ROOT / ".ci")
    assert len(named) > 20
    assert [name for name in sorted(named) if not any((place / name).exists() for place in places)] == []


@pytest.mark.parametrize("script", re.findall(r"```sh\n(.*?)```", README, re.DOTALL))
def test_its_shell_lines_are_well_formed(script: str):
    subprocess.run(["bash", "-n", "-c", script], check=True)

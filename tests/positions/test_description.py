"""What is read from a job description: real ones, and ones that try to be difficult."""

from __future__ import annotations

import csv
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurohire.positions.description import Described, describe
from neurohire.positions.titles import MAX_TITLE, NO_TITLE, find_title
from neurohire.vocabulary import Level
from tests.material import shared


def real() -> list[tuple[dict[str, str], Described]]:
    folder = shared("job_descriptions")
    with (folder / "index.csv").open(encoding="utf-8") as rows:
        return [
            (row, describe((folder / row["file"]).read_text(encoding="utf-8")))
            for row in csv.DictReader(rows)
        ]


def words(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) > 1}


def test_titles_of_real_descriptions() -> None:
    found = real()
    wrong = [
        (row["role"], described.title)
        for row, described in found
        # "Intern" is met by "Internship"; what is in brackets may be missing.
        if not all(
            any(there.startswith(word) for there in words(described.title))
            for word in words(re.sub(r"\(.*\)", "", row["role"]))
        )
    ]
    assert len(found) == 18
    assert len(wrong) <= 1, wrong


def test_languages_of_real_descriptions() -> None:
    assert [row["file"] for row, described in real() if described.language != row["language"]] == []


def test_real_roles_that_are_not_technical() -> None:
    not_technical = {row["file"] for row, described in real() if not described.is_technical}
    assert not_technical == {
        "Billing_cum_Logistics_Manager.txt",
        "sg_account-executive.txt",
        "sg_product-manager.txt",
    }


def test_fields_and_levels_of_real_descriptions() -> None:
    found = {row["file"]: described for row, described in real()}
    fields = {name: described.field for name, described in found.items()}
    assert fields["sg_software-engineer-backend.txt"] == fields["german_job.txt"] == "backend"
    assert fields["sg_software-engineer-frontend.txt"] == fields["Web_Developer.txt"] == "frontend"
    assert fields["sg_software-engineer-infrastructure.txt"] == "infrastructure"
    assert fields["Director_of_Engineering.txt"] == fields["sg_engineering-manager-web.txt"] == "management"
    assert fields["Billing_cum_Logistics_Manager.txt"] == "finance"
    assert found["sg_software-engineer-intern.txt"].level is Level.JUNIOR
    assert found["backend-eng.txt"].level is Level.SENIOR
    assert found["Director_of_Engineering.txt"].level is Level.LEAD


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Job Title:\n\nSenior Data Engineer\nAbout us", "Senior Data Engineer"),
        ("**Position:** QA Lead (remote)", "QA Lead (remote)"),
        ("About us\nWe build things.\n\n# Sales Manager DACH\n", "Sales Manager DACH"),
        (
            "Acme GmbH\nWir suchen zum nächstmöglichen Zeitpunkt eine:n Buchhalter:in in Köln.",
            "Buchhalter:in",
        ),
        ("Buscamos un Desarrollador Backend con experiencia en Java.", "Desarrollador Backend"),
        ("Nous recherchons un développeur Python pour notre équipe.", "Développeur Python"),
        (
            "Acme is hiring two experienced Site Reliability Engineers in Berlin.",
            "Site Reliability Engineers",
        ),
        ("Puesto: Contable", "Contable"),
        ("![our engineer](http://x/y.png)\n# Account Executive", "Account Executive"),
        ("Job Description: Java Developer\\n\\nWe are seeking…", "Java Developer"),
        ("<h1>UX Designer</h1><p>Join us</p>", "UX Designer"),
        ("![logo](http://x/y.png)\n\n## [Product Owner](http://x)", "Product Owner"),
        ("Nurse Manager, Night ShiftNurse Manager, Night Shift", "Nurse Manager, Night Shift"),
        ("", NO_TITLE),
        ("\n \\n \u202e\x00", NO_TITLE),
    ],
)
def test_titles(text: str, title: str) -> None:
    assert find_title(text) == title


@pytest.mark.parametrize(
    ("title", "field", "technical"),
    [
        ("Civil Engineer", "general", False),
        ("Sales Engineer", "sales", False),
        ("Machine Learning Engineer", "ml", True),
        ("Embedded Software Engineer", "embedded", True),
        ("Softwareentwickler (m/w/d)", "software", True),
        ("HR Business Partner", "people", False),
        ("Customer Success Manager", "support", False),
        ("Technical Support Engineer", "support", True),
        ("Penetration Tester", "security", True),
        ("Registered Nurse", "operations", False),
        ("Business Development Manager", "sales", False),
        ("iOS Developer", "mobile", True),
        ("QA Engineer", "qa", True),
        ("Head of Marketing", "marketing", False),
    ],
)
def test_fields(title: str, field: str, technical: bool) -> None:
    described = describe(title)
    assert (described.field, described.is_technical) == (field, technical)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Junior Java Developer", Level.JUNIOR),
        ("Werkstudent Softwareentwicklung", Level.JUNIOR),
        ("Staff Engineer", Level.LEAD),
        ("Teamleiter Vertrieb", Level.LEAD),
        ("Product Manager", Level.MID),
        ("Java Developer\n5+ years of experience", Level.SENIOR),
        ("Java Developer\nmindestens 3 Jahre Erfahrung", Level.MID),
        ("Java Developer\n0-1 years of experience", Level.JUNIOR),
        ("Java Developer\nA company with 30 years of history", Level.MID),
    ],
)
def test_levels(text: str, level: Level) -> None:
    assert describe(text).level is level


@given(st.text(max_size=400))
def test_any_text_gives_a_clean_title(text: str) -> None:
    title = describe(text).title
    assert 0 < len(title) <= MAX_TITLE
    assert "\n" not in title


@pytest.mark.parametrize(
    "part", ["looking for a ", "a ", "a", "* ", "<a", "[x](", "senior engineer ", "1-", "\\n", "\uff01"]
)
def test_a_huge_description_is_read_quickly(part: str) -> None:
    start = time.process_time()
    describe(part * (200_000 // len(part)))
    assert time.process_time() - start < 2

"""Employers, titles, projects, schools and years: verbatim, in several ways of writing, never invented."""

from __future__ import annotations

from datetime import date

import pytest

from neurohire.models.resumes_read import ResumeText
from neurohire.resumes.career import Career, find_career
from neurohire.resumes.facts import find_facts
from neurohire.resumes.read import read_resume
from neurohire.resumes.sections import read_lines
from tests.material import shared

TODAY = date(2026, 7, 1)


def career(text: str) -> Career:
    return find_career(read_lines(text), TODAY)


def jobs(text: str) -> list[tuple[str, str, str, str]]:
    return [(job.employer, job.title, job.start, job.end) for job in career(text).employments]


@pytest.mark.parametrize(
    "text",
    [
        "Experience\n• Green Mill, Ltd., Leeds, UK — Senior Engineer\no Dates: May 2014 - May 2018",
        "Experience\nSenior Engineer | Green Mill, Ltd. | May 2014 - May 2018",
        "Experience\nSenior Engineer, Green Mill, Ltd. (Leeds, UK) (May 2014 – May 2018)",
        "Experience\nGreen Mill, Ltd.\nSenior Engineer\nMay 2014 to May 2018\nLeeds, UK",
        "Experience\nMay 2014 - May 2018 Green Mill, Ltd.\nSenior Engineer\nLeeds, UK",
        "Experience\nGreen Mill, Ltd. – Leeds, UK May 2014 – May 2018\nSenior Engineer\n• Built an oven",
        "Experience\nGreen Mill, Ltd., Senior Engineer\n• Built an oven\nLeeds, UK\nMay 2014 – May 2018",
        "Experience\nSenior Engineer at Green Mill, Ltd.\nMay 2014 - May 2018",
    ],
)
def test_one_employment_in_many_ways_of_writing(text: str) -> None:
    assert jobs(text) == [("Green Mill, Ltd.", "Senior Engineer", "2014-05", "2018-05")]
    assert career(text).years == 4.1


@pytest.mark.parametrize(
    ("section", "header", "dates"),
    [
        ("Berufserfahrung", "Mühle Grün, Ulm — Softwareentwicklerin", "Zeitraum: Mai 2014 - Mai 2018"),
        ("Expérience", "Moulin Vert, Lyon — Développeuse", "Dates : mai 2014 - mai 2018"),
        ("Experiencia", "Molino Verde, Cádiz — Desarrolladora", "Fechas: Mayo 2014 - Mayo 2018"),
        ("Doświadczenie", "Zielony Młyn, Łódź — Programistka", "Data: Maj 2014 - Maj 2018"),
        ("Töökogemus", "Roheline Veski, Tartu — Tarkvaraarendaja", "Kuupäevad: Mai 2014 - Mai 2018"),
        (
            "Mesleki Deneyim",
            "Yeşil Değirmen, İzmir — Yazılım Geliştirici",
            "Mayıs 2014 - Mayıs 2018",
        ),
        ("职业经历", "绿磨坊, 上海 — 软件工程师", "日期: 2014年5月 - 2018年5月"),
        ("職歴", "緑の水車, 東京 — エンジニア", "期間: 2014年5月 - 2018年5月"),
        ("الخبرة المهنية", "الطاحونة, عمان — مهندس برمجيات", "2014 مايو - 2018 مايو"),
    ],
)
def test_titles_are_known_in_nine_languages(section: str, header: str, dates: str) -> None:
    found = career(f"{section}\n{header}\n{dates}").employments
    place, _, title = header.partition(" — ")
    assert [(job.employer, job.title) for job in found] == [(place.split(",")[0], title)]
    assert (found[0].start, found[0].end) == ("2014-05", "2018-05")


@pytest.mark.parametrize(
    "text",
    [
        "Experience\nSome years here and there, 2014 - 2018",
        "Experience\nMay 2014 - May 2018\n• Led a team of engineers and managers.",
        "Education\nSenior Engineer | Green Mill | 2014 - 2018",
        "Senior Engineer | Green Mill | 2014 - 2018",
        "Experience\nWorked with the engineer of Green Mill on ovens that were built from 2014 to 2018.",
    ],
)
def test_nothing_is_invented_where_it_is_not_clear(text: str) -> None:
    assert [job.employer for job in career(text).employments if job.employer] == []


def test_current_work_goes_on_until_today() -> None:
    found = career("Experience\nEngineer | Green Mill | Jan 2020 - Present").employments[0]
    assert (found.is_current, found.end, found.years) == (True, "", 6.6)


PROJECTS = """Projects
Bread Map
A map of all bakeries in town with their opening hours
Oven Watch Jan 2023 – present
• Warns the baker before the oven gets too hot
Flour Shop: an online shop for flour in Go and PostgreSQL
• Opened a market stall that sells 200 loaves a day
Education
University of Leeds – Leeds, UK Sept 2010 – May 2013
Diploma in Baking
"""


def test_projects_have_a_name_and_what_they_were() -> None:
    assert [(p.name, p.what) for p in career(PROJECTS).projects] == [
        ("Bread Map", "A map of all bakeries in town with their opening hours"),
        ("Oven Watch", "Warns the baker before the oven gets too hot"),
        ("Flour Shop", "an online shop for flour in Go and PostgreSQL"),
    ]


def test_schools_are_named_as_they_stand() -> None:
    assert [e.school for e in career(PROJECTS).education] == ["University of Leeds"]


@pytest.mark.parametrize(
    ("line", "years"),
    [
        ("Engineer with over 10 years of practice", 10),
        ("Entwicklerin mit über 7 Jahren Berufserfahrung", 7),
        ("Desarrolladora con más de 9 años de experiencia", 9),
        ("Développeuse avec plus de 6 ans d'expérience", 6),
        ("拥有5年经验的软件工程师", 5),
        ("8 yıllık deneyime sahip", 8),
        ("Programistka z ponad 6 lat praktyki", 6),
        ("We sold 12 ovens", None),
        ("Over 250 years of bread", None),
    ],
)
def test_years_as_the_person_says_them(line: str, years: int | None) -> None:
    assert career(f"Ann Lee\n{line}").years_claimed == years


def test_lines_know_where_they_belong() -> None:
    text = (
        "Experience\nEngineer | Green Mill | 2018 - Present\n• Rebuilt the control of four ovens in Rust\n"
        "Developer | Red Mill | 2015 - 2018\n• Wrote the web shop that half of all orders come through\n"
        "Education\nDiploma in Baking | Leeds City College | 2012"
    )
    found = find_facts(ResumeText(text=text, kind="txt"), "x.txt").statements
    places = {line.text.split()[0]: line.employer for line in found if line.kind == "achievement"}
    assert places == {"Rebuilt": "Green Mill", "Wrote": "Red Mill"}
    assert all(not line.employer for line in found if line.kind == "education")


def test_headings_in_a_column_of_their_own_open_their_part() -> None:
    text = (
        "Ann Lee\nSummary Baker with 5 years of practice\nExperience Green Mill\nSenior Engineer\n"
        "January 2019 to Present\nEducation University of Leeds\nSkills Excel"
    )
    assert jobs(text) == [("Green Mill", "Senior Engineer", "2019-01", "")]


def test_everything_found_in_the_shared_resumes_stands_in_them() -> None:
    with_employer = 0
    for path in sorted(shared("resumes").glob("*.docx")) + sorted(shared("resumes").glob("ms_*.pdf")):
        read = read_resume(str(path), path.name)
        text = " ".join(read["text"]["text"].split())
        facts = read["facts"]
        if "_ar." not in path.name:  # turned into reading order first
            for job in facts["employments"]:
                assert job["employer"] in text and job["title"] in text, path.name
            assert all(project["name"] in text for project in facts["projects"])
        with_employer += any(job["employer"] and job["title"] for job in facts["employments"])
    assert with_employer >= 16

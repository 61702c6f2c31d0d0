"""The lines questions stand on: verbatim, put together again when wrapped, each of a kind."""

from __future__ import annotations

from neurohire.resumes.statements import find_statements

RESUME = """Ann Lee
ann@example.com
Summary
Baker with eleven years of practice in Leeds.
Experience
Head Baker | Green Valley | 2019 - Present
January 2019 to Present
• Led a team of four bakers and cut the amount of bread
thrown away by 30% within a year
• Introduced Excel plans for shifts
Responsibilities:
Projects
• Opened a market stall that sells 200 loaves a day
Education
Diploma in Baking | Leeds City College | 2012
Certifications
Food Safety Level Three
Skills
Excel, Food Safety
Languages
English, some French from school
"""


def test_each_line_has_its_kind_and_stays_verbatim() -> None:
    found = [
        (statement.kind, statement.text) for statement in find_statements(RESUME, ["Excel", "Food Safety"])
    ]
    assert found == [
        ("employment", "Head Baker | Green Valley | 2019 - Present"),
        (
            "achievement",
            "Led a team of four bakers and cut the amount of bread thrown away by 30% within a year",
        ),
        ("achievement", "Introduced Excel plans for shifts"),
        ("project", "Opened a market stall that sells 200 loaves a day"),
        ("education", "Diploma in Baking | Leeds City College | 2012"),
        ("certificate", "Food Safety Level Three"),
    ]


def test_a_statement_knows_the_skills_it_speaks_of() -> None:
    found = {
        statement.text: statement.skills for statement in find_statements(RESUME, ["Excel", "Food Safety"])
    }
    assert found["Introduced Excel plans for shifts"] == ["Excel"]
    assert found["Food Safety Level Three"] == ["Food Safety"]


def test_without_headings_only_lines_that_tell_of_work_count() -> None:
    text = "Ann Lee\nI like long walks and quiet evenings\nBuilt a stall that sells 200 loaves a day"
    found = [statement.text for statement in find_statements(text, [])]
    assert found == ["Built a stall that sells 200 loaves a day"]


def test_page_headers_and_places_are_no_statements() -> None:
    header = "Ann Lee, Head Baker, a page"
    text = f"Experience\n• Led the night shift of the bakery\nLeeds, UK\n{header}\n{header}"
    found = [statement.text for statement in find_statements(text, [])]
    assert found == ["Led the night shift of the bakery"]


def test_there_are_never_more_than_sixty() -> None:
    text = "Experience\n" + "\n".join(f"• Baked {number} loaves in one single night" for number in range(100))
    assert len(find_statements(text, [])) == 60

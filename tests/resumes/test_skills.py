"""Skills are found by any of their spellings, and everyday words are not taken for skills."""

from __future__ import annotations

from collections import Counter
from importlib import resources

import pytest
import yaml

from neurohire.resumes.skills import all_skills, canonical_skill, field_of, find_skills
from tests.material import shared

FIELDS = set(
    """software frontend backend data ml security infrastructure mobile embedded qa product design sales
    finance people support marketing operations management general""".split()  # noqa: SIM905
)


def test_the_list_is_long_and_every_skill_has_a_known_field() -> None:
    skills = all_skills()
    assert len(skills) >= 400
    assert {skill.field for skill in skills} == FIELDS
    assert min(Counter(skill.field for skill in skills).values()) >= 8


def test_no_spelling_belongs_to_two_skills() -> None:
    source = resources.files("neurohire.resumes").joinpath("skills.yaml").read_text(encoding="utf-8")
    terms: Counter[str] = Counter()
    for entries in yaml.safe_load(source)["fields"].values():
        for name, others in entries.items():
            terms.update(
                {term.strip().lower() for term in [str(name), *str(others).split(";")] if term.strip()}
            )
    assert [term for term, count in terms.items() if count > 1] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Skills\nC, C++, C#, .NET, Go, R", ["C", "C++", "C#", ".NET", "Go", "R"]),
        ("Built APIs with node.js, ReactJS and Vue JS", ["Node.js", "React", "Vue.js"]),
        ("ci/cd on k8s with Postgres", ["CI/CD", "Kubernetes", "PostgreSQL"]),
        ("Trained with PyTorch and scikit learn", ["PyTorch", "Scikit-learn"]),
        ("Used Machine\nLearning daily", ["Machine Learning"]),
        ("Skills: Spring, Excel, Communication", ["Spring", "Excel", "Communication"]),
        ("Kenntnisse:\nRust, Julia", ["Rust", "Julia"]),
        ("Bookkeeping and payroll for a bakery", ["Accounting", "Payroll"]),
        ("JavaScript", ["JavaScript"]),
        ("We build with React and test in Playwright", ["React", "Playwright"]),
        ("Ann Lee\nSales Lead\nTen years in a bakery", ["Sales"]),
        ("We sell. Our sales team owns sales calls and sales plans.", ["Sales"]),
    ],
)
def test_skills_are_found(text: str, expected: list[str]) -> None:
    assert find_skills(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "We go to the market in spring and rest; I express thanks.",
        "Julia Rust, Swift Street 4, joined in Spring 2019",
        "Her research and writing excel; she made a sketch.",
        "Class C driving test; section R of the form",
        "Proven problem-solving and attention to detail at work",
        "An oracle told the chef a rusty ruby was there",
        "React to alarms. Excel in what you do; I had a good outlook.",
        "ann@outlook.com, www.python.org, https://github.com/ann",
        "It improved sales by 5%",
        "",
    ],
)
def test_everyday_words_are_not_skills(text: str) -> None:
    assert find_skills(text) == []


def test_spellings_lead_to_one_name() -> None:
    assert canonical_skill("react.js") == canonical_skill("ReactJS") == "React"
    assert canonical_skill("golang") == "Go" and canonical_skill("underwater basketry") is None
    assert field_of("Payroll") == "finance" and field_of("k8s") == "infrastructure"


def test_job_descriptions_give_skills_of_their_own_field() -> None:
    def read(name: str) -> list[str]:
        return find_skills(shared(f"job_descriptions/{name}").read_text(encoding="utf-8"))

    assert {"Python", "Django"} <= set(read("Backend_Developer.txt"))
    assert {"Java"} <= set(read("job_2.txt"))
    assert not {"Python", "Java", "Go", "C", "R"} & set(read("sg_account-executive.txt"))

"""Name, e-mail and phone as they stand in the text; nothing where nothing stands."""

from __future__ import annotations

import time

import pytest

from neurohire.models.resumes_read import ResumeFacts, ResumeText
from neurohire.resumes.contact import find_email, find_phone
from neurohire.resumes.facts import find_facts
from neurohire.resumes.language import guess_language
from neurohire.resumes.name import find_name
from neurohire.resumes.right_to_left import in_reading_order
from neurohire.resumes.text import clean


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Ann Lee", "Mail: ann.lee+cv@mail.example.co.uk."], "ann.lee+cv@mail.example.co.uk"),
        (["contact ann_lee@example.com|Leeds"], "ann_lee@example.com"),
        (["@ann@social.example", "ann@example.com"], "ann@example.com"),
        (["info@bakery.example", "ann@example.com"], "ann@example.com"),
        (["git@example", "a@b", "no at all"], None),
        (["References", "boss@example.com"], None),
        (["https://ann@example.com/x"], None),
    ],
)
def test_email(lines: list[str], expected: str | None) -> None:
    assert find_email(lines) == expected


def test_the_address_with_the_persons_name_is_preferred() -> None:
    assert (
        find_email(["team@bakery.example", "zoe.muller@example.com"], "Zoë Müller")
        == "zoe.muller@example.com"
    )


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Phone: +44 (0)20 7946 0000"], "+44 (0)20 7946 0000"),
        (["Leeds LS1 | 0113 496 0000 | ann@example.com"], "0113 496 0000"),
        (["Leeds 94588 (555) 123-4567"], "(555) 123-4567"),
        (["Mobile", "07700900123"], "07700900123"),
        (["电话: +86 555-0310"], "+86 555-0310"),
        ([":فتاھلا 962+ 0290-555 •"], "+962 555-0290"),
        (["(+86) 131-221-87xxx"], None),
        (["Phone: +49 176 *** ** 12"], None),
        (["2018 - 2020", "01.02.2019", "06/2016 - 12/2018"], None),
        (["ORCID 0000-0001-2345-6789"], None),
        (["Raised 18000000 for 2000000 users"], None),
        (["Address: 4567 Main St, Buffalo, NY 98052"], None),
        (["https://example.com/12345678901"], None),
        (["doi 10.1007/978-3-319-69626-3_101-1"], None),
    ],
)
def test_phone(lines: list[str], expected: str | None) -> None:
    assert find_phone(lines) == expected


@pytest.mark.parametrize(
    ("lines", "email", "expected"),
    [
        (["Ann Lee - Head Baker", "Leeds"], None, "Ann Lee"),
        (["Curriculum Vitae Ann Lee"], None, "Ann Lee"),
        (["RESUME", "ANN MARIE LEE", "Baker"], None, "Ann Marie Lee"),
        (["Name: Ludwig van der Berg"], None, "Ludwig van der Berg"),
        (["Last updated in May 2025", "Dr. Ann O'Neil-Lee, PhD"], None, "Ann O'Neil-Lee"),
        (["Ann Lee ann@example.com"], "ann@example.com", "Ann Lee"),
        (["Senior Pastry Chef", "Green Valley Bakery", "Ann Lee"], "ann.lee@example.com", "Ann Lee"),
        (["王小明", "软件工程师"], None, "王小明"),
        (["محمد علي"], None, "محمد علي"),
        (["Professional Summary", "Baked bread for eleven years."], None, None),
        (["<script>alert(1)</script>", "=HYPERLINK(1)"], None, None),
        (["LEE, ANN MARIE"], "ann.lee@example.com", "Ann Marie Lee"),
        (["Leeds, Yorkshire"], None, None),
        (["Senior Software Engineer", "Bread, cakes and pastry"], None, None),
    ],
)
def test_name(lines: list[str], email: str | None, expected: str | None) -> None:
    assert find_name(lines, email, "cv.pdf") == expected


def test_the_file_name_never_makes_a_name() -> None:
    text = ResumeText(text="Bread and cakes for eleven years.", kind="txt")
    assert find_facts(text, "Ann_Lee_Resume.txt") == ResumeFacts()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Led a team of four and worked with the owner on the new menu", "en"),
        ("Leitung der Backstube und Planung der Schichten mit dem Team für die Stadt", "de"),
        ("Gestion de la boulangerie et des équipes pour les clients dans une ville", "fr"),
        ("软件工程师，负责开发", "zh"),
        ("ソフトウェアエンジニアとして開発", "ja"),
        ("", "en"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert guess_language(text) == language


def test_turned_arabic_is_turned_back_and_right_arabic_is_left_alone() -> None:
    turned = "ةيلوؤسملا ةرادإ ةيمنتلا ةكرشلا ةعماج 2016 Spring"
    assert (
        "المسؤولية" in in_reading_order(turned) and "Spring 2016" not in in_reading_order(turned).split()[0]
    )
    right = "إدارة المسؤولية في الشركة العربية"
    assert in_reading_order(right) == right


@pytest.mark.parametrize(
    "text",
    [
        "A" * 200_000,
        "a@" * 100_000,
        "a." * 100_000,
        "@a." * 66_000,
        "1 " * 100_000,
        "+1 (" * 50_000,
        "-" * 200_000,
        "\n" * 200_000,
        " " * 200_000,
        "Ann Lee " * 25_000,
        "word\n" * 40_000,
        "Python, " * 25_000,
        "ة" * 200_000,
        "2019 - " * 28_000,
    ],
)
def test_no_text_is_so_odd_that_it_takes_long(text: str) -> None:
    started = time.process_time()
    find_facts(ResumeText(text=clean(text), kind="txt"), "cv.txt")
    assert time.process_time() - started < 8

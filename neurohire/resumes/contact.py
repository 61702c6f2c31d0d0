"""E-mail address and phone number as they stand in a resume; masked or doubtful ones stay empty."""

from __future__ import annotations

import re
import unicodedata

_EMAIL = re.compile(
    r"(?<![\w.%+@/-])([A-Za-z0-9](?:[A-Za-z0-9._%+-]{0,62}[A-Za-z0-9_+-])?)@"
    r"((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24})(?![\w@])"
)
_REFERENCES = re.compile(r"^\W*(references?|referees|referenzen|références|referencias|referencje)\W*$", re.I)
_ROLE_BOXES = {
    "info",
    "contact",
    "office",
    "hello",
    "support",
    "sales",
    "admin",
    "noreply",
    "no-reply",
    "jobs",
    "hr",
}


def find_email(lines: list[str], name: str | None = None) -> str | None:
    """The first address, unless a later one carries the name and the first is an office's."""
    found: list[str] = []
    for line in lines:
        if _REFERENCES.match(line):
            break
        found += [match.group(0) for match in _EMAIL.finditer(_ascii_at(line)) if len(match.group(0)) <= 254]
    if not found:
        return None
    parts = [part for part in re.split(r"\W+", _plain(name or "")) if len(part) > 2]
    for address in found:
        if any(part in _plain(address.partition("@")[0]) for part in parts):
            return address
    personal = [address for address in found if address.partition("@")[0].lower() not in _ROLE_BOXES]
    return (personal or found)[0]


def email_spans(line: str) -> list[tuple[int, int]]:
    return [match.span() for match in _EMAIL.finditer(_ascii_at(line))]


def _ascii_at(line: str) -> str:
    return line.replace("＠", "@").replace("．", ".")


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("ł", "l").replace("ı", "i")


# ── phone ─────────────────────────────────────────────────────────────────────────────────────

_NUMBER = re.compile(r"(?<![\w@/#.-])[+(＋]{0,2}\d[\d\s().\-–/·]{4,24}\d\+?|\d{2,4}\+[ \d\-]{6,16}\d")
_LABEL = re.compile(
    r"(phone|tel\b|tel[.:]|telef|téléphone|mobil|cell|handy|gsm|whats|fon\b|komórk|puhelin|телефон|тел\.|"
    r"电话|電話|手机|携帯|전화|फ़ोन|هاتف|جوال|موبايل|فتاھ|فتاه|لاوج|\bph\b|\b[tpm]\s*:)",
    re.I,
)
_MONTH = re.compile(r"(?<!\d)\d{1,2}[/.](19|20)\d\d(?!\d)")
_POST_CODE = re.compile(r"^\d{5}\s+(?=[+(])")
_YEARS = re.compile(r"^\D*(19|20)\d\d\D+((19|20)\d\d|\d{1,2})\D*$|^\D*\d{1,2}\D+(19|20)\d\d\D*$")
_DATE = re.compile(r"^\D*\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\D*$")
_NOT_PHONE = re.compile(
    r"(orcid|doi|isbn|issn|fax|iban|passport|\bid\b|zip|plz|postal|gpa|http|www\.|arxiv|address|adres)", re.I
)
_MASKED_AFTER = re.compile(r"[xX*#•●＊_]|[ .-]?(?:x{2}|X{2}|[*#•●＊_]{2}|…)")
_MASKED_BEFORE = re.compile(r"(?:[*#•●＊_]{2}|[xX]{2})[ .-]?$")
CONTACT_LINES = 20


def find_phone(lines: list[str]) -> str | None:
    """The first number that looks like one by its label, its plus sign or its grouping near the top."""
    at_mail = [index for index, line in enumerate(lines) if email_spans(line)][:1]
    near = {index for start in at_mail for index in range(start - 4, start + 5)}
    for index, line in enumerate(lines):
        if _REFERENCES.match(line):
            break
        for match in _NUMBER.finditer(line):
            number = _POST_CODE.sub("", match.group(0).strip(" .-–/·"))
            if _is_masked(line, match) or not _could_be_phone(number):
                continue
            before = line[: match.start()]
            labelled = bool(
                _LABEL.search(before[-40:]) or (index and _is_label_line(lines[index - 1], before))
            )
            labelled = labelled or bool(re.search(r"[\u0590-\u08ff]", line) and _LABEL.search(line))
            top = index < CONTACT_LINES or index in near
            if labelled or (top and not _NOT_PHONE.search(before[-25:]) and _is_grouped(number)):
                return _written(number)
    return None


def _is_label_line(previous: str, before: str) -> bool:
    return not before.strip(" :•-|") and len(previous) < 20 and bool(_LABEL.search(previous))


def _is_masked(line: str, match: re.Match[str]) -> bool:
    """`131-221-87xxx` is no number; neither is the part before or after the mask."""
    after, before = line[match.end() : match.end() + 4], line[max(0, match.start() - 4) : match.start()]
    return bool(_MASKED_AFTER.match(after) or _MASKED_BEFORE.search(before))


def _could_be_phone(number: str) -> bool:
    digits = re.sub(r"\D", "", number)
    if not 7 <= len(digits) <= 15 or len(set(digits)) == 1:
        return False
    return not (_YEARS.match(number) or _DATE.match(number) or _MONTH.search(number))


def _is_grouped(number: str) -> bool:
    groups = re.findall(r"\d+", number)
    if number.startswith(("+", "＋", "(+")) or number.endswith("+"):
        return True
    if "(" in number and ")" in number:
        return True
    return len("".join(groups)) >= 9 and (
        len(groups) >= 3 or (len(groups) == 1 and groups[0].startswith("0"))
    )


def _written(number: str) -> str:
    """In right-to-left text the plus ends up behind its digits and the groups turned round."""
    number = number.replace("＋", "+")
    if number.endswith("+"):
        country, _, rest = number[:-1].rpartition(" ")
        return f"+{country} {rest}" if country else number
    turned = re.match(r"^(\d{1,4})\+[ ]*([\d\s-]+)$", number)
    if turned:
        pieces = re.split(r"([\s-]+)", turned[2].strip())
        return f"+{turned[1]} {''.join(reversed(pieces))}"
    return " ".join(number.split())

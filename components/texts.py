"""Texts for candidates in their language by gettext; `python -m components.texts` collects them."""

from __future__ import annotations

import argparse
import gettext
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LOCALE = Path(__file__).parent / "locale"
TEMPLATE = LOCALE / "candidate.pot"
SOURCE_LANGUAGE = "en"
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "n_": (1, 2)}
METHODS = [
    ("components/**.py", "python"),
    ("pages/**.py", "python"),
    ("components/templates/candidate_*.html", "jinja2"),
]


class Texts:
    """`say` is `_` and `count` is `n_` wherever texts are written, so that they are found and collected."""

    def __init__(self, language: str, found: gettext.NullTranslations) -> None:
        self.language, self._found = language, found

    def say(self, message: str, **values: object) -> str:
        """The message in this language, with its {names} filled in."""
        words = self._found.gettext(message)
        return words.format(**values) if values else words

    def count(self, one: str, many: str, number: int, **values: object) -> str:
        """One or many, as the language counts; {number} is filled in."""
        return self._found.ngettext(one, many, number).format(number=number, **values)


@lru_cache
def texts_for(language: str, folder: Path = LOCALE) -> Texts:
    """The catalogue of this language ("de", "pt_BR"), or the English source."""
    for name in (language.replace("-", "_"), language[:2].lower()):
        file = folder / name / "candidate.po"
        if name.replace("_", "").isalnum() and file.is_file():
            return Texts(name.replace("_", "-"), _compiled(file))
    return Texts(SOURCE_LANGUAGE, gettext.NullTranslations())


def _compiled(file: Path) -> gettext.GNUTranslations:
    """Straight from the .po file: there is no compiled copy to fall behind."""
    with file.open("rb") as source:
        catalogue = read_po(source)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def collect() -> Catalog:
    """Every text of the candidate's pages, with the file it is in."""
    catalogue = Catalog(project="NeuroHire", charset="utf-8", fuzzy=False)
    found = extract_from_dir(str(ROOT), METHODS, keywords=KEYWORDS, directory_filter=_is_ours)
    for file, _line, message, comments, context in sorted(found, key=lambda entry: entry[:2]):
        catalogue.add(message, locations=[(file, 0)], auto_comments=comments, context=context)
    return catalogue


def _is_ours(folder: str) -> bool:
    parts = Path(folder).relative_to(ROOT).parts
    return not parts or parts[0] in ("components", "pages")


def write() -> None:
    """Write the template and bring every language up to it."""
    catalogue = collect()
    with TEMPLATE.open("wb") as target:
        write_po(target, catalogue, omit_header=True, include_lineno=False)
    for file in LOCALE.glob("*/candidate.po"):
        with file.open("rb") as source:
            translated = read_po(source)
        translated.update(catalogue)
        with file.open("wb") as target:
            write_po(target, translated, include_lineno=False)


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__).parse_args()
    write()

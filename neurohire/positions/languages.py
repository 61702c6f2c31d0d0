"""Guesses the language of a text from its script and its most common words."""

from __future__ import annotations

import re
from collections import Counter

_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]"), 0.05),
    ("ko", re.compile(r"[\uac00-\ud7af]"), 0.2),
    ("zh", re.compile(r"[\u4e00-\u9fff]"), 0.2),
    ("uk", re.compile(r"[іїєґ]", re.I), 0.03),
    ("ru", re.compile(r"[\u0400-\u04ff]"), 0.3),
    ("ar", re.compile(r"[\u0600-\u06ff]"), 0.3),
    ("he", re.compile(r"[\u0590-\u05ff]"), 0.3),
    ("el", re.compile(r"[\u0370-\u03ff]"), 0.3),
    ("hi", re.compile(r"[\u0900-\u097f]"), 0.3),
)
_COMMON = {
    "en": "the and of to in for with you we our is are will as your on be an or that have this",
    "de": "und der die das mit für wir sie von zu im den ein eine ist auf du bei oder sowie zur deine",
    "es": "de la el en y los las con para del una por que un se al como nuestro años trabajo es",
    "fr": "de la le les et des en pour vous une un du dans avec nous sur est votre au aux nos ou",
    "it": "di e il la per in con del una un che le della nel sono alla dei gli siamo lavoro anche",
    "pt": "de e a o com para em da do os as uma um na no que dos não você nossa por são",
    "nl": "de en het van een in met je voor op wij ben zijn aan bij als jij ons te naar onze",
    "pl": "i w z na do się oraz dla od jest o pracy nie że lub ze po jako przez nas",
    "sv": "och i att för med som en på är av till du vi det den har om ett eller oss",
    "da": "og i at for med som en på er af til du vi det den har om et eller os ikke dig",
    "no": "og i å for med som en på er av til du vi det den har om et eller oss ikke deg",
    "fi": "ja on että tai sekä ei joka olet meillä kanssa sinulla työ mutta myös ovat",
    "tr": "ve bir için ile olarak bu da de olan en çok iş deneyimi veya gibi olmak",
    "cs": "a v na se s je pro do že o z nebo jsou k za máte nabízíme práce jako",
    "et": "ja on ning või et ka kui oma meie sa ei mis töö kes ole kogemus",
    "ca": "de la i el en amb els per les un una que del als és treball o dels",
}
_WORDS = {language: frozenset(words.split()) for language, words in _COMMON.items()}
_WORD = re.compile(r"[^\W\d_]+")
_READ = 20_000  # letters; more does not change the guess


def guess_language(text: str) -> str:
    """ISO 639-1 code; English when nothing speaks for another language."""
    sample = text[:_READ]
    letters = sum(sign.isalpha() for sign in sample) or 1
    for language, script, part in _SCRIPTS:
        if len(script.findall(sample)) / letters >= part:
            return language
    counts = Counter(_WORD.findall(sample.casefold()))
    hits = {language: sum(counts[word] for word in words) for language, words in _WORDS.items()}
    best = max(hits, key=lambda language: hits[language])
    return best if hits[best] > hits["en"] else "en"

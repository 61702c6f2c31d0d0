"""One sentence in many languages, to hear what a voice sounds like."""

from __future__ import annotations

# code: (name of the language, the sentence)
SAMPLES: dict[str, tuple[str, str]] = {
    "en": ("English", "This is how your questions will sound."),
    "de": ("German", "So werden Ihre Fragen klingen."),
    "es": ("Spanish", "Así sonarán sus preguntas."),
    "fr": ("French", "Voici comment vos questions seront lues."),
    "it": ("Italian", "Ecco come suoneranno le vostre domande."),
    "pt": ("Portuguese", "É assim que as suas perguntas vão soar."),
    "nl": ("Dutch", "Zo zullen uw vragen klinken."),
    "pl": ("Polish", "Tak będą brzmiały Państwa pytania."),
    "cs": ("Czech", "Takto budou znít vaše otázky."),
    "sv": ("Swedish", "Så här kommer dina frågor att låta."),
    "da": ("Danish", "Sådan vil dine spørgsmål lyde."),
    "fi": ("Finnish", "Tältä kysymyksesi kuulostavat."),
    "tr": ("Turkish", "Sorularınız böyle duyulacak."),
    "ru": ("Russian", "Так будут звучать ваши вопросы."),
    "uk": ("Ukrainian", "Так звучатимуть ваші запитання."),
    "el": ("Greek", "Έτσι θα ακούγονται οι ερωτήσεις σας."),
    "ar": ("Arabic", "هكذا ستبدو أسئلتكم."),
    "hi": ("Hindi", "आपके प्रश्न ऐसे सुनाई देंगे।"),
    "ja": ("Japanese", "質問はこのように聞こえます。"),
    "ko": ("Korean", "질문은 이렇게 들립니다."),
    "zh": ("Chinese", "您的问题听起来会是这样。"),
}

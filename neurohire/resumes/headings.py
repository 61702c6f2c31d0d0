"""Which part of a resume a line opens, in the languages resumes are most often written in."""

from __future__ import annotations

import re
from typing import Literal

Section = Literal[
    "contact",
    "summary",
    "experience",
    "projects",
    "education",
    "skills",
    "certificates",
    "languages",
    "other",
]

_WORDS: dict[Section, str] = {
    "contact": "contact|contact information|contact details|informations de contact|kontakt|kontaktinformationen|"
    "información de contacto|contacto|informacje kontaktowe|kontaktandmed|iletişim|iletişim bilgileri|联系信息|联系方式|"
    "連絡先|連絡先情報|معلومات الاتصال|personal information|personal details|profiles|links",
    "summary": "summary|professional summary|profile|about|about me|objective|career objective|profil|perfil|résumé|"
    "zusammenfassung|profiil|简介|プロフィール|الملف الشخصي|personal statement|executive summary",
    "experience": "experience|work experience|professional experience|employment|employment history|work history|career|"
    "expérience|expérience professionnelle|expériences professionnelles|berufserfahrung|experiencia|experiencia profesional|"
    "experiencia laboral|doświadczenie|doświadczenie zawodowe|töökogemus|mesleki deneyim|iş deneyimi|esperienza|"
    "experiência profissional|职业经历|工作经历|工作经验|职歴|職歴|職務経歴|经历|实习|实习/项目经历|الخبرة المهنية|الخبرة|"
    "achievements|key achievements|internships|volunteering|volunteer experience",
    "projects": "projects|selected projects|personal projects|project experience|side projects|projets|projekte|proyectos|"
    "projekty|projektid|projeler|项目|项目经历|项目经验|プロジェクト|المشاريع|open source|portfolio",
    "education": "education|academic background|formation|ausbildung|bildung|educación|formación|formación académica|"
    "wykształcenie|edukacja|haridus|eğitim|教育|教育背景|学歴|التعليم|studies|academic qualifications|istruzione",
    "skills": "skills|technical skills|core skills|key skills|skills & tools|technologies|tech stack|competencies|"
    "core competencies|areas of expertise|expertise|compétences|compétences techniques|fähigkeiten|kenntnisse|"
    "it-kenntnisse|habilidades|competencias|aptitudes|umiejętności|oskused|beceriler|yetenekler|competenze|habilidades técnicas|"
    "技能|专业技能|it 技能|it技能|スキル|المهارات|skills and technologies|tools|programming skills|additional skills",
    "certificates": "certifications|certificates|certification|licenses & certifications|zertifikate|certificaciones|"
    "certificats|certyfikaty|sertifikalar|证书|資格|الشهادات|courses|training|licenses",
    "languages": "languages|langues|sprachen|idiomas|języki|keeled|diller|lingue|语言|言語|اللغات|language skills",
    "other": "publications|awards|honors|honours|selected honors|awards & honors|interests|hobbies|references|patents|"
    "invited talks|talks|获奖情况|其他|volunteer|memberships|any other information|additional information|text entries|"
    "publication entries|reversed numbered entries|numbered entries|one line entries|bullet entries|intérêts|intereses",
}
_SECTION_OF = {word: section for section, words in _WORDS.items() for word in words.split("|")}
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


def section_of(line: str) -> Section | None:
    """The section a heading line opens, else None; right-to-left lines may come reversed."""
    if len(line) > 45:
        return None
    text = " ".join(_EDGES.sub("", line).lower().split())
    return _SECTION_OF.get(text) or _SECTION_OF.get(text[::-1]) or _spaced(text)


def opens_with(line: str) -> tuple[Section, str] | None:
    """`Skills: Python, SQL` opens a section and carries its first line."""
    head, colon, rest = line.partition(":")
    if colon and rest.strip() and (section := section_of(head)):
        return section, rest.strip()
    return None


def is_heading(line: str) -> bool:
    return section_of(line) is not None


def _spaced(text: str) -> Section | None:
    """`S K I L L S`, as designers like it."""
    if re.fullmatch(r"(?:\w )+\w", text):
        return _SECTION_OF.get(text.replace(" ", ""))
    return None

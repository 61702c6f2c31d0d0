"""What a resume says about its person: name, e-mail, phone, skills, work and lines to ask about."""

from __future__ import annotations

from neurohire import clock
from neurohire.models.resumes_read import ResumeFacts, ResumeText
from neurohire.resumes.career import find_career
from neurohire.resumes.contact import find_email, find_phone
from neurohire.resumes.language import guess_language
from neurohire.resumes.name import find_name
from neurohire.resumes.right_to_left import in_reading_order
from neurohire.resumes.sections import read_lines
from neurohire.resumes.skills import find_skills
from neurohire.resumes.statements import find_statements

__all__ = ["find_facts", "find_skills"]


def find_facts(text: ResumeText, file_name: str) -> ResumeFacts:
    """Everything comes out of the text; the file name only helps to choose between names found in it."""
    lines = text.text.split("\n")
    first_email = find_email(lines)
    name = find_name(lines, first_email, file_name)
    readable = in_reading_order(text.text)
    skills = find_skills(readable)
    career = find_career(read_lines(readable), clock.now().date())
    return ResumeFacts(
        name=name,
        email=find_email(lines, name),
        phone=find_phone(lines),
        skills=skills,
        statements=find_statements(readable, skills, career.heads),
        language=guess_language(readable),
        employments=career.employments,
        projects=career.projects,
        education=career.education,
        years=career.years,
        years_claimed=career.years_claimed,
    )

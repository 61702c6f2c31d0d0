"""What was read from one file, beside the list: facts, what it needs, text that a reader would not see."""

from __future__ import annotations

from components.dialogs import side_sheet
from components.pieces import facts, line, link_button, note, stack
from components.quote import Quote
from neurohire.services.resume_rows import ResumeRow

SAID_ALREADY = "Text that a reader would not see"
HIDDEN = {
    "white": "white on white",
    "tiny": "too small to read",
    "invisible": "drawn invisibly",
    "off_page": "outside the page",
    "covered": "covered by something",
    "hidden_run": "marked as hidden",
}


def open_details(row: ResumeRow) -> None:
    """Beside the list, which keeps its place."""
    with side_sheet(row.file_name) as sheet, stack():
        if row.message:
            note(row.message, tone="attention")
        if row.hidden:
            note(
                "Text that a reader would not see was found. It was left out of everything and "
                "changes nothing; here it is, word for word.",
                title="Hidden text",
                tone="attention",
            )
            for found in row.hidden:
                where = HIDDEN.get(str(found.get("reason")), "hidden")
                Quote(str(found.get("text", "")), where=f"{where}, page {found.get('page', 1)}")
        for words in row.notes:
            if not (row.hidden and words.startswith(SAID_ALREADY)):
                note(words)
        facts(
            [
                ("Name", row.name),
                ("E-mail", row.email),
                ("Phone", row.phone),
                ("Skills", ", ".join(row.skills)),
            ]
        )
        with line():
            if row.interview_id:
                link_button("Open the interview", f"/interviews/{row.interview_id}", kind="primary")
            if row.code in ("", "no_text") and row.has_file:
                link_button("Download the file", f"/api/v1/resumes/{row.id}/file", icon="download")
    sheet.on("hide", sheet.delete)
    sheet.open()

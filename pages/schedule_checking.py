"""What the forms of a live interview have in common: they tell at once what date, time and people lead to."""

from __future__ import annotations

from datetime import datetime

from components.fields import show_first_error
from components.schedule_form import TimeFields
from components.toast import toast
from neurohire.errors import DomainError, Rejected
from neurohire.services import schedule
from neurohire.services.clashes import Clashing
from neurohire.services.local_times import TimeTwice
from pages.team import Desk

LOOK_AGAIN = "Please look at the field marked above."


class Checking:
    """Tells at once what the date, time and people would lead to."""

    desk: Desk
    fields: TimeFields
    moved = ""
    turn = 0

    async def changed(self) -> None:
        """Something that matters for the time was changed. Of two answers the newer question's is shown."""
        fields = self.fields
        fields.clear_errors()
        self.turn += 1
        if not fields.is_filled:
            return
        form, turn = fields.form(), self.turn
        try:
            found = await self.desk.read(schedule.check, form, self.moved)
        except Rejected as error:
            if turn == self.turn:
                if not isinstance(error, TimeTwice):
                    fields.which.set_visibility(False)
                fields.complain(error)
        else:
            if turn == self.turn:
                fields.which.set_visibility(form.which is not None)
                fields.show(found.at, found.clashes)

    def refuse(self, error: DomainError) -> None:
        """Nothing was changed: say at the field why."""
        if isinstance(error, Clashing):
            self.fields.show(self._at(), error.clashes)
            toast(error.message, tone="bad", seconds=12)
        elif isinstance(error, Rejected) and self.fields.complain(error):
            look_again()
        else:
            raise error

    def _at(self) -> datetime:
        return self.fields.form().instant()


def look_again() -> None:
    """There is an error at a field: lead to it."""
    show_first_error()
    toast(LOOK_AGAIN, tone="bad")

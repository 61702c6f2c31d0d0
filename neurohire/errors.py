"""The few domain errors; each edge translates them once into a fixed message for people."""

from __future__ import annotations


class DomainError(Exception):
    """Base: `code` is stable for programs, `message` is a fixed sentence for people."""

    status = 400
    code = "error"
    message = "That did not work. Nothing was changed."

    def __init__(self, message: str | None = None, *, code: str | None = None) -> None:
        self.message = message or self.message
        self.code = code or self.code
        super().__init__(self.message)


class NotFound(DomainError):
    """Does not exist, or the asker has no right to know that it does."""

    status = 404
    code = "not_found"
    message = "There is nothing here, or it is not yours to see."


class NotAllowed(DomainError):
    """Known to the asker, but not his to do."""

    status = 403
    code = "not_allowed"
    message = "You may not do this. Ask an admin if you think you should."


class InvalidState(DomainError):
    """The thing has moved on; the message says where it stands."""

    status = 409
    code = "invalid_state"
    message = "This has changed in the meantime. Reload to see where it stands."


class Rejected(DomainError):
    """Bad input; the message says what to do about it."""

    status = 422
    code = "rejected"
    message = "This could not be accepted. Please check what you entered."


class TooMany(DomainError):
    """A rate limit was reached."""

    status = 429
    code = "too_many"
    message = "Too many tries. Please wait a few minutes and try again."


class Unavailable(DomainError):
    """Something we depend on does not answer (database, disk, a service)."""

    status = 503
    code = "unavailable"
    message = "Something we need is not answering right now. Nothing is lost; try again in a moment."

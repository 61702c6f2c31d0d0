"""Tables and shared types. Importing this package registers every table."""

from neurohire.models import answers, candidates, interviews, journal, positions, scores, users

__all__ = ["answers", "candidates", "interviews", "journal", "positions", "scores", "users"]

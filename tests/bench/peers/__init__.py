"""Other servers to measure against: the JavaScript ones come from npm by a lock, the rest is here."""

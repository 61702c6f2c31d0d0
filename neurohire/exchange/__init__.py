"""The three JSON files of an earlier system, read and written: pure, no database."""

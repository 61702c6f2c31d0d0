"""A pretended model server for tests and for trying things out. It understands nothing: not for use."""

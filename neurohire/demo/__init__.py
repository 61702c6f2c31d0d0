"""Made-up positions, people and interviews that an empty installation can be filled with."""

"""What to ask: the bank, the forms, the plan and what keeps sets apart."""

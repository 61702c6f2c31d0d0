"""The model behind the protocols of questions and grading; each has an embedded twin that needs none."""

"""What camera, voice and browser show of an interview: facts, and the rules that make incidents of them."""

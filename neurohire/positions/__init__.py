"""What a position asks for, read from its description."""

"""NeuroHire: AI-led and live technical interviews that share one record."""

__version__ = "0.1.0"

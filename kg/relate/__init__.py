"""Entities and parsed text in, claims out: who did what to whom, and who says so."""

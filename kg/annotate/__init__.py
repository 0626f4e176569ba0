"""Text in, annotated spaCy documents out."""

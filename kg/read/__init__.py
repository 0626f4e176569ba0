"""Paths, URLs and feeds in, documents out."""

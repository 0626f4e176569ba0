"""Mentions in, entities out: who is who."""

"""Mentions to entities: who is who within a text, which country, which known name."""

from kg.resolve.entities import resolve
from kg.resolve.knowledge import KnowledgeBase, load_kb
from kg.resolve.names import normalise_name

__all__ = ["KnowledgeBase", "load_kb", "normalise_name", "resolve"]

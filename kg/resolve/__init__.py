"""Mentions to entities: who is who within a text, which country, which known name."""

from kg.resolve.candidates import Candidate, CandidateIndex, Strength, candidates
from kg.resolve.entities import resolve
from kg.resolve.knowledge import KnowledgeBase, load_kb
from kg.resolve.located import located
from kg.resolve.names import normalise_name
from kg.resolve.profiles import Profile, conflict, namesakes, says_little

__all__ = [
    "Candidate",
    "CandidateIndex",
    "KnowledgeBase",
    "Profile",
    "Strength",
    "candidates",
    "conflict",
    "load_kb",
    "located",
    "namesakes",
    "normalise_name",
    "resolve",
    "says_little",
]

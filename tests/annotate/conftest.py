from __future__ import annotations

import pytest
from spacy.language import Language

import kg.annotate


@pytest.fixture(scope="session")
def nlp() -> Language:
    return kg.annotate.load()

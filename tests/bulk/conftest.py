"""Worker processes import the fake engine by its full name."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[2]))


@pytest.fixture
def folder(tmp_path):
    """Six texts."""
    from tests.bulk.builds import stories

    return stories(tmp_path / "texts", 6)

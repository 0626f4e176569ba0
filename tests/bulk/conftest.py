"""Worker processes import the fake engine by its full name."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2]))

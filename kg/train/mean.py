"""The mean of several runs' weights."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor


def mean(files: Sequence[Path]) -> dict[str, Tensor]:
    """The mean of networks of one ancestry, which is often better than each (Wortsman et al. 2022, "Model soups")."""
    states = [torch.load(file, weights_only=True, map_location="cpu") for file in files]
    return {name: torch.stack([state[name].float() for state in states]).mean(0) for name in states[0]}

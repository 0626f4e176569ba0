"""Extracted entities aligned with annotated ones."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any


def folded_names(entity: Mapping[str, Any]) -> set[str]:
    """The entity's names without case, articles, possessives and punctuation."""
    found = set()
    for name in (entity["name"], *entity.get("aliases", ())):
        folded = re.sub(r"[^\w\s]", "", re.sub(r"['’]s?\b", "", name.casefold()))
        folded = re.sub(r"^(the|a|an)\s+", "", folded).strip()
        if folded:
            found.add(folded)
    return found


def align(gold: Sequence[Mapping[str, Any]], predicted: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Ids of predicted entities to those of gold ones, one to one, the largest overlap of names first."""
    names = [folded_names(entity) for entity in gold]
    pairs = []
    for mine in predicted:
        own = folded_names(mine)
        for theirs, other in zip(gold, names, strict=True):
            common = own & other if mine["type"] == theirs["type"] else None
            if common:
                pairs.append((-len(common), -max(map(len, common)), mine["id"], theirs["id"]))
    found: dict[str, str] = {}
    taken: set[str] = set()
    for _, _, mine_id, gold_id in sorted(pairs):
        if mine_id not in found and gold_id not in taken:
            found[mine_id] = gold_id
            taken.add(gold_id)
    return found

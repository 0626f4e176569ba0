"""Sequences of one length go together, each once."""

from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.lengths import alike


@given(st.lists(st.integers(0, 40), max_size=60), st.integers(1, 100))
def test_every_sequence_is_in_one_group_of_its_length(sizes, most):
    groups = list(alike(sizes, most))
    assert sorted(number for group in groups for number in group) == list(range(len(sizes)))
    for group in groups:
        assert len({sizes[number] for number in group}) == 1
        assert len(group) == 1 or sum(sizes[number] for number in group) <= most

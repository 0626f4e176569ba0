"""Quads in, a persistent graph out: transactions, curation, exports."""

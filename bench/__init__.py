"""Benchmarks: each module measures one thing side by side with a peer, and prints ratios."""

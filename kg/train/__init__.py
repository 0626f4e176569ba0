"""Corpora in, trained models out; needs the extra [train]."""

"""The W3C's SPARQL 1.1 test suites, run over HTTP against an endpoint of ours, given the folder that has them."""

from kg.serve.conformance.suites import SUITES, Outcome, run_suites

__all__ = ["SUITES", "Outcome", "run_suites"]

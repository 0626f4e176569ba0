"""A store in, HTTP out: SPARQL protocol and pages."""

"""A store in, a SPARQL endpoint and pages out.

`kg.serve.server.run` serves; imports stay out of here, since worker processes pass through on their way to
`kg.serve.worker` and must start quickly.
"""

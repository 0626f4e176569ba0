"""Pages for people: what the graph holds, who did what to whom, and the sentence that each claim was read from.

Needs Jinja2 (the extra `pages`); the endpoint works without it.
"""

from kg.serve.pages.routes import page_routes
from kg.serve.pages.wording import labels

__all__ = ["labels", "page_routes"]

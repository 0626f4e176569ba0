"""A store's graph as files, written as it is read: memory does not grow with the store."""

from kg.store.export.forms import FORMS, export

__all__ = ["FORMS", "export"]

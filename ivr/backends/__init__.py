"""Connectors to government systems, and the demonstration government that stands in for one, over HTTP."""

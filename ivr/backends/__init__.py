"""Connectors to government systems, over HTTP."""

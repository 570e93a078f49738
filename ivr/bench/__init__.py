"""Benchmarks that people can run: `ivr bench --help`."""

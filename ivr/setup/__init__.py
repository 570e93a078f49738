"""Set-up after the Python packages are there: `python -m ivr.setup`. Every step is idempotent and prints one line."""

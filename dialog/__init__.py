"""What to say next: pure decisions over an operator's YAML. No I/O, no clock, no asyncio."""

"""How Whisper's decoder is steered, and what of its answers is believed. No engine is imported here."""

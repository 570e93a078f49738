"""Adapts a Whisper to the Indonesian of a hotline: texts, voices, line damage, low-rank training, export.

Everything is synthetic speech: recordings of people are for measuring only. `python -m speech.training` does it all.
"""

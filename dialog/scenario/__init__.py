"""Conversations that the dialog must be able to hold: written by operators, or made from the configuration; run through `step` alone."""

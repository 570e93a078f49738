"""Trains a Coqui voice that speaks Indonesian: `make voice` from a teacher, `ivr voice train` from an agency's own recordings."""

"""PCM to text and text to PCM. Knows nothing of calls, sockets or dialog."""

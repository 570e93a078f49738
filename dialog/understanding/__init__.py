"""From spoken Indonesian to what the caller wants: normalising, numbers, intents."""

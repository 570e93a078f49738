"""The service: composes telephony, speech and dialog into a hotline."""

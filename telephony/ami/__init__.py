"""Asterisk's manager interface: asterisk-ami's messages on an asyncio connection of our own."""

"""The embedded Asterisk: fetched from Debian's own archive, configured from `configs/asterisk`, started, watched and stopped."""

"""Speaks to Asterisk: AudioSocket media, AMI control, the embedded PBX, SIP phones. Knows nothing of speech or dialog."""

"""The scripted caller: a citizen that dials through SIP, speaks, presses keys, stays silent, interrupts, and judges what it got."""

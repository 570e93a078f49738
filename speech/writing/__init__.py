"""Numbers, dates, addresses and what else offices write short, in words: one file a subject, each with its `RULES`."""

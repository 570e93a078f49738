"""What lasts: the journal of every call and the call-backs promised, in SQLite (WAL) by default or PostgreSQL by URL."""

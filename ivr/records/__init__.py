"""What lasts: calls with their journals, tickets with their outbox, call-backs, ratings, content versions. SQLite (WAL) by default,
PostgreSQL by URL; the tables are brought up to date when they are opened.
"""

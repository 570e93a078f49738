"""How the tables became what they are, step by step (Alembic). A step is never changed once it was released."""

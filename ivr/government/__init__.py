"""The demonstration government: systems that stand in for a city's, over HTTP, with fictional people and faults on demand."""

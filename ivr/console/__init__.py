"""The console: the pages on which agents, supervisors and operators work. docs/console.md says how it is kept safe."""

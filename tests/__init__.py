"""The tests; they mirror src/curator."""

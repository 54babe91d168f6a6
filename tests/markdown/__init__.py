"""Tests of the Markdown parser: examples, laws, oracles and hostile documents."""

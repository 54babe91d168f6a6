"""Tests of the rules: their pages, and their files of cases."""

"""Reporters: what a run found, as text or JSON; they return text and print nothing."""

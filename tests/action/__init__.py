"""Tests of the Action: its steps, run as a runner would."""

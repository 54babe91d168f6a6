"""The reporters, given what a run found."""

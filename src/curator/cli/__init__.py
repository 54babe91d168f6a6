"""The command line: the only part that prints, writes files and decides the exit status."""

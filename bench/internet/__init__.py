"""A fake internet on this machine: hosts by name, URLs whose path says what they do, a log."""

from bench.internet.names import address_of, name_of
from bench.internet.running import Internet, internet
from bench.internet.visits import Connection, Visit, busiest, gaps, in_flight, open_at_once

__all__ = [
    "Connection",
    "Internet",
    "Visit",
    "address_of",
    "busiest",
    "gaps",
    "in_flight",
    "internet",
    "name_of",
    "open_at_once",
]

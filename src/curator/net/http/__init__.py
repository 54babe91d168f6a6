"""Requests over HTTP: names, addresses, connections and bodies, each judged and bounded."""

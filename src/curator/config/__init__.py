"""Configuration: where it is found, what may stand in it, and what it comes to for a file."""

from curator.config.choices import Choice, Exemption, Given, Selection
from curator.config.configuration import Configuration
from curator.config.discovery import NOTHING, Configurations, Surroundings
from curator.config.size import parse_size
from curator.errors import ConfigError

__all__ = [
    "NOTHING",
    "Choice",
    "ConfigError",
    "Configuration",
    "Configurations",
    "Exemption",
    "Given",
    "Selection",
    "Surroundings",
    "parse_size",
]

"""Drehscheibe: the hub on which regional industry initiatives, their partners and the public work."""

__version__ = "0.1.0"

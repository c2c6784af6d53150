"""Numbers that people can say on the phone, such as ``S-2026-0147``, in addresses."""

from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import StringConverter

__all__ = ["register_number"]


def register_number(kind: str, prefix: str) -> None:
    """Make ``<signal:public_id>`` and its like known, before the first address that has one."""
    regex = f"{prefix}-[0-9]{{4}}-[0-9]{{4,9}}"
    register_converter(type(f"{kind.title()}Number", (StringConverter,), {"regex": regex}), kind)

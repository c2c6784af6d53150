"""The Jinja2 environment of all our pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined, Template

from drehscheibe.ui import charts, formats, forms, icons, markup


class Components:
    """Gives templates every component as ``ui.<name>(…)``.

    A component is the macro ``<name>`` in ``ui/components/<name>.html``. Macros accept only the
    arguments they declare, so that a misspelt one fails at once.
    """

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._macros: dict[str, Callable[..., str]] = {}

    def __getattr__(self, name: str) -> Callable[..., str]:
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._macros:
            template: Template = self._environment.get_template(f"ui/components/{name}.html")
            self._macros[name] = getattr(template.module, name)
        return self._macros[name]


def environment(**options: Any) -> Environment:  # noqa: ANN401 -- signature given by Django
    """Build the environment; Django passes loader, autoescape and auto_reload."""
    options.update(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[
            "jinja2.ext.i18n",
            "jinja2.ext.do",
            "wagtail.jinja2tags.core",
            "wagtail.images.jinja2tags.images",
        ],
    )
    env = Environment(**options)  # noqa: S701 -- autoescape is passed by Django
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.policies["ext.i18n.trimmed"] = True
    env.globals.update(
        # Names of static files do not change while a process lives; a page asks for forty.
        static=cache(static),
        url=url,
        current_language=get_language,
        ui=Components(env),
        url_if_exists=markup.url_if_exists,
        current=markup.current,
        field_view=forms.field_view,
        error_links=forms.error_links,
        charts=charts,
        days_between=formats.days_between,
        days_later=formats.days_later,
        checked_icon=icons.checked_icon,
    )
    env.filters.update(formats.FILTERS, safe_href=markup.safe_href, attributes=markup.attributes)
    return env


def url(name: str, *args: object, **kwargs: object) -> str:
    """Return the address of a named page in the current language."""
    return reverse(name, args=args or None, kwargs=kwargs or None)

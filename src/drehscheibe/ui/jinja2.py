"""The Jinja2 environment of all our pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from django.templatetags.static import static
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined, Template

from drehscheibe.ui import charts, formats, forms, icons, markup, named_addresses, texts

#: Components that are the same wherever they stand: what they draw follows from their arguments and
#: the language alone. A page draws thirty of them; each is drawn once.
SAME_EVERYWHERE = frozenset(
    {"example_mark", "icon", "illustration", "mark", "theme_switch", "unconfirmed", "unknown"}
)


class Components:
    """Gives templates every component as ``ui.<name>(…)``.

    A component is the macro ``<name>`` in ``ui/components/<name>.html``. Macros accept only the
    arguments they declare, so that a misspelt one fails at once.
    """

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def __getattr__(self, name: str) -> Callable[..., str]:
        if name.startswith("_"):
            raise AttributeError(name)
        template: Template = self._environment.get_template(f"ui/components/{name}.html")
        macro: Callable[..., str] = getattr(template.module, name)
        component = _drawn_once(macro) if name in SAME_EVERYWHERE else macro
        # From now on an attribute like any other, so that this method is asked once per component.
        setattr(self, name, component)
        return component


def _drawn_once(macro: Callable[..., str]) -> Callable[..., str]:
    """Return a component that remembers what it drew, per language and arguments."""

    # typed: a text and the same text as safe markup are equal, but not drawn alike.
    @lru_cache(maxsize=512, typed=True)
    def draw(_language: str | None, *args: object, **kwargs: object) -> str:
        return macro(*args, **kwargs)

    def component(*args: object, **kwargs: object) -> str:
        return draw(get_language(), *args, **kwargs)

    return component


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
        # In place of the extension's own, which looks every text up anew: eighty on a page.
        gettext=texts.translate,
        _=texts.translate,
        pgettext=texts.translate_in_context,
        # Names of static files do not change while a process lives; a page asks for forty.
        static=cache(static),
        url=named_addresses.url,
        current_language=get_language,
        ui=Components(env),
        url_if_exists=named_addresses.url_if_exists,
        current=markup.current,
        field_view=forms.field_view,
        error_links=forms.error_links,
        forgets_password=forms.forgets_password,
        charts=charts,
        days_between=formats.days_between,
        days_later=formats.days_later,
        checked_icon=icons.checked_icon,
    )
    env.filters.update(formats.FILTERS, safe_href=markup.safe_href, attributes=markup.attributes)
    return env

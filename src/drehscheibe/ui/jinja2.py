"""The templates of all our pages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.templatetags.static import static
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import StrictUndefined, Template

from drehscheibe.core.text.spoken import german
from drehscheibe.ui import charts, formats, forms, icons, markup, named_addresses
from drehscheibe.ui.compiling import (
    Components,
    House,
    HouseEnvironment,
    Texts,
    current_house,
)

#: Components that are the same wherever they stand: what they draw follows from their arguments and
#: the language alone. A page draws thirty of them; each is drawn once.
SAME_EVERYWHERE = frozenset(
    {
        "badge",
        "example_mark",
        "icon",
        "illustration",
        "mark",
        "theme_switch",
        "unconfirmed",
        "unknown",
    }
)
#: Functions that answer the same question alike on every page of a language.
FIXED = frozenset({"_", "gettext", "pgettext", "static", "url", "url_if_exists"})

# Names of static files do not change while a process lives; a page asks for forty.
_static = cache(static)


def environment(**options: Any) -> Environments:
    """Return the templates in all languages; Django passes loader, autoescape and auto_reload."""
    return Environments(options)


class Environments:
    """Our templates in every language, as Django asks for them: a page is drawn in the current one."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._options = dict(options)
        self._known: dict[House, HouseEnvironment] = {}

    @property
    def here(self) -> HouseEnvironment:
        """The templates in the current language."""
        house = current_house()
        known = self._known.get(house)
        if known is None:
            known = self._known.setdefault(house, _make_environment(house, self._options))
        return known

    def get_template(self, name: str) -> Page:
        """Return a template by its name.

        Raises
        ------
        TemplateNotFound
            When there is none.
        """
        return Page(self, self.here.get_template(name))

    def from_string(self, source: str) -> Template:
        """Return a template made of a text, in the current language."""
        return self.here.from_string(source)


class Page:
    """A template that is drawn in the language in which it is asked for, not that of the look-up."""

    def __init__(self, environments: Environments, found: Template) -> None:
        self.name, self.filename = found.name, found.filename
        self._environments = environments

    def render(self, context: Mapping[str, Any]) -> str:
        """Draw the page."""
        return self._environments.here.get_template(str(self.name)).render(context)


def _make_environment(house: House, options: Mapping[str, Any]) -> HouseEnvironment:
    env = HouseEnvironment(
        **{**options, "undefined": StrictUndefined},
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=-1,  # all of them: there are fewer templates than a limit would be worth
        extensions=[
            "jinja2.ext.i18n",
            "jinja2.ext.do",
            "wagtail.jinja2tags.core",
            "wagtail.images.jinja2tags.images",
        ],
    )
    env.house, env.fixed = house, FIXED
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.policies["ext.i18n.trimmed"] = True
    # In place of the extension's own functions, which look every text up anew.
    env.globals.update(Texts(house.language).functions())
    env.globals.update(
        static=_static,
        url=named_addresses.remembered(named_addresses.url),
        url_if_exists=named_addresses.remembered(named_addresses.url_if_exists),
        current_language=get_language,
        ui=Components(env, "ui/components", SAME_EVERYWHERE),
        frame=Components(env, "ui/frame", None),
        field_view=forms.field_view,
        error_links=forms.error_links,
        forgets_password=forms.forgets_password,
        charts=charts,
        days_between=formats.days_between,
        days_later=formats.days_later,
        checked_icon=icons.checked_icon,
    )
    env.filters.update(
        formats.FILTERS,
        safe_href=markup.safe_href,
        attributes=markup.attributes,
        german=german,
    )
    return env

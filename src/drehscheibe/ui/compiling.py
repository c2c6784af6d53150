"""Templates compiled once per language: what all pages of a language say alike stands in them as text.

A page asks for a hundred sentences, addresses, names of files and icons that never differ between two
pages of the same language. Here they are worked out when a template is compiled, so that drawing a
page joins a few long pieces of text instead of making hundreds of calls.

Nothing of a request is known here, so nothing of a request can be kept.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, NamedTuple, cast

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf
from django.utils.translation import get_language, gettext, ngettext, override, pgettext
from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

#: Numbers with their form of a text that are remembered.
COUNTS_KEPT = 4096
#: Answers that each component drawn once remembers.
DRAWINGS_KEPT = 256


class House(NamedTuple):
    """What templates are compiled for: a language, and the addresses that pages have."""

    language: str | None
    addresses: object
    prefix: str


def current_house() -> House:
    """Return that of the page that is being made."""
    return House(get_language(), get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


class Texts:
    """Texts of templates in one language, looked up and made safe once."""

    def __init__(self, language: str | None) -> None:
        self._language = language
        self._pattern = cache(self._look_up)
        self._counted = lru_cache(maxsize=COUNTS_KEPT)(self._look_up_counted)

    def functions(self) -> dict[str, Callable[..., Markup]]:
        """Return the functions of a template by their names; each fills words in and escapes them."""
        return {
            "_": self.translate,
            "gettext": self.translate,
            "pgettext": self.translate_in_context,
            "ngettext": self.translate_counted,
        }

    def translate(self, message: str, /, **words: object) -> Markup:
        """Return a text."""
        # Per cent signs are doubled in every text, also in those without words to fill in.
        return self._pattern("", message) % words

    def translate_in_context(self, context: str, message: str, /, **words: object) -> Markup:
        """Return a text that needs a context to be told from another one."""
        return self._pattern(context, message) % words

    def translate_counted(self, one: str, many: str, num: int, /, **words: object) -> Markup:
        """Return a text in the form that fits a number, which it may name as ``num``."""
        words.setdefault("num", num)
        return self._counted(one, many, num) % words

    def _look_up(self, context: str, message: str) -> Markup:
        with override(self._language):
            text = pgettext(context, message) if context else gettext(message)
        return Markup(text)  # noqa: S704 -- texts of our own templates and catalogues

    def _look_up_counted(self, one: str, many: str, num: int) -> Markup:
        with override(self._language):
            text = ngettext(one, many, num)
        return Markup(text)  # noqa: S704 -- texts of our own templates and catalogues


class Components:
    """Gives templates every component of a folder as ``<this>.<name>(…)``.

    A component is the macro ``<name>`` in ``<folder>/<name>.html``. Macros accept only the
    arguments they declare, so that a misspelt one fails at once.

    Parameters
    ----------
    remembered : set of str or None
        Components that remember what they drew for the same arguments; None: all of them.
    """

    def __init__(
        self, environment: Environment, folder: str, remembered: frozenset[str] | None
    ) -> None:
        self._environment = environment
        self._folder = folder
        self._remembered = remembered

    def __getattr__(self, name: str) -> Callable[..., str]:
        if name.startswith("_"):
            raise AttributeError(name)
        template = self._environment.get_template(f"{self._folder}/{name}.html")
        component: Callable[..., str] = getattr(template.module, name)
        if self.remembers(name):
            # typed: a text and the same text as safe markup are equal, but not drawn alike.
            component = lru_cache(maxsize=DRAWINGS_KEPT, typed=True)(component)
        # From now on an attribute like any other, so that this method is asked once per component.
        setattr(self, name, component)
        return component

    def remembers(self, name: str) -> bool:
        """Say whether what it draws follows from its arguments and the language alone."""
        return self._remembered is None or name in self._remembered


class HouseEnvironment(Environment):
    """Templates of one house; ``fixed`` names the functions whose answers are the same on every page."""

    house: House
    fixed: frozenset[str]

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        with override(self.house.language):
            source = _WorkedOut(self).visit(source)
        return super()._generate(source, name, filename, defer_init)


class _WorkedOut(NodeTransformer):
    """Puts the answer in the place of every call that has the same one on every page."""

    def __init__(self, environment: HouseEnvironment) -> None:
        self._environment = environment

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 -- name given by Jinja
        self.generic_visit(node)
        call = self._function_of(node.node)
        if call is None or node.dyn_args is not None or node.dyn_kwargs is not None:
            return node
        try:
            args = [_constant(arg) for arg in node.args]
            kwargs = {pair.key: _constant(pair.value) for pair in node.kwargs}
            answer = call(*args, **kwargs)
        except (nodes.Impossible, NoReverseMatch):
            return node  # depends on the page, or is missing and says so there
        if isinstance(answer, Markup):
            return nodes.TemplateData(str(answer), lineno=node.lineno)
        return nodes.Const(answer, lineno=node.lineno)

    def _function_of(self, node: nodes.Node) -> Callable[..., Any] | None:
        known = self._environment.globals
        if isinstance(node, nodes.Name) and node.name in self._environment.fixed:
            return cast(Callable[..., Any], known[node.name])
        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            group = known.get(node.node.name)
            if isinstance(group, Components) and group.remembers(node.attr):
                component: Callable[..., Any] = getattr(group, node.attr)
                return component
        return None


def _constant(node: nodes.Node) -> object:
    if isinstance(node, nodes.TemplateData):
        return Markup(node.data)  # noqa: S704 -- put there by this module
    if isinstance(node, nodes.Const):
        return node.value
    raise nodes.Impossible

"""Markdown of session files, with citations turned into links."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from markdown_it import MarkdownIt

from kitlib.content.models import CITATION, Source

__all__ = ["as_html", "as_inline_html", "as_plain", "with_links"]

_TORN = re.compile(r" (?=[.,;:])")  # a space that stood before a citation
_CITED = re.compile(rf"{CITATION.pattern}(?:\s*{CITATION.pattern})*")


def with_links(text: str, sources: Sequence[Source]) -> str:
    """The Markdown with each `[@id]` as a link that names the publisher; of several at one place, each publisher once."""
    known = {source.id: source for source in sources}

    def links(found: re.Match[str]) -> str:
        cited = [known[id] for id in CITATION.findall(found[0]) if id in known]
        once = {source.publisher: source for source in reversed(cited)}
        return " ".join(f"[({each.publisher})]({each.url})" for each in reversed(once.values()))

    return _CITED.sub(links, text)


def as_html(text: str, sources: Sequence[Source] = ()) -> str:
    """The text as HTML. Raw HTML in it is shown, not run; links open beside the session, not in its place."""
    return _rendered(with_links(text, sources))


def as_inline_html(text: str, sources: Sequence[Source] = ()) -> str:
    """One line as HTML, without a paragraph around it."""
    return _rendered_inline(with_links(text, sources))


def as_plain(text: str) -> str:
    """One line for where neither Markdown nor a link can stand: without citations, and without the stars of bold words."""
    bare = " ".join(CITATION.sub("", text).replace("**", "").split())
    return _TORN.sub("", bare)


# The same few hundred texts are drawn at every look, and reading them is most of what opening a page costs the server.
@lru_cache(maxsize=8192)
def _rendered(text: str) -> str:
    html: str = _renderer().render(text)
    return html


@lru_cache(maxsize=8192)
def _rendered_inline(text: str) -> str:
    html: str = _renderer().renderInline(text)
    return html


@cache
def _renderer() -> MarkdownIt:
    renderer = MarkdownIt("commonmark", {"html": False})
    renderer.add_render_rule("link_open", _open_beside)
    return renderer


def _open_beside(self: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    tokens[index].attrSet("target", "_blank")
    tokens[index].attrSet("rel", "noopener")
    rendered: str = self.renderToken(tokens, index, options, env)
    return rendered

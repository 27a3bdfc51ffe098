"""Markdown of session files, with citations turned into links."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from markdown_it import MarkdownIt

from kitlib.content.models import CITATION, Source

__all__ = ["as_html", "as_inline_html", "with_links"]


def with_links(text: str, sources: Sequence[Source]) -> str:
    """The Markdown with each `[@id]` as a link that names the publisher."""
    known = {source.id: source for source in sources}

    def link(id: str) -> str:
        source = known[id]
        return f"[({source.publisher})]({source.url})"

    return CITATION.sub(lambda found: link(found.group(1)) if found.group(1) in known else "", text)


def as_html(text: str, sources: Sequence[Source] = ()) -> str:
    """The text as HTML. Raw HTML in it is shown, not run; links open beside the session, not in its place."""
    return _rendered(with_links(text, sources))


def as_inline_html(text: str, sources: Sequence[Source] = ()) -> str:
    """One line as HTML, without a paragraph around it."""
    return _rendered_inline(with_links(text, sources))


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

from __future__ import annotations

from kitlib.frontend import types


def test_the_types_of_pages_are_those_of_the_protocol():
    written = types.FILE.read_text(encoding="utf-8")

    assert written == types.declarations(), "Run: python -m kitlib.frontend.types"

"""What a hand most likely did where a text is no YAML: at the line that is to be mended, and how that line should read.

What YAML itself says of it is for programmers, and often names a line far below the slip.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import yaml

__all__ = ["CURLY", "CURLY_HINT", "HARD_HINT", "has_hard_blank", "likely_mistake", "quoted"]

CURLY = "“”„‟«»‘’‚"  # quotes as Word sets them; to YAML they are letters
CURLY_HINT = '“ ” are letters here and no quotes: type " in their place'
HARD_HINT = "holds hard blanks, as Word and web pages make them; type ordinary spaces in their place"
SHOWN = 72  # letters of a text up to which a line is shown as it should be

_HARD = "\u00a0\u2007\u202f"
_HARD_LINE = re.compile(f"^ *(?:- *)*(?:[{_HARD}]|[a-z][\\w-]*:[{_HARD}])|^ *-[{_HARD}]")
_HARD_KEY = re.compile(f"^[-\\s]*[{_HARD}]|:[{_HARD}]")
_KEYED = re.compile(r"^(\s*(?:- +)*)([a-z][\w-]*):(?:\s+(.*))?$")  # a dash or none, a key, what stands there
_ITEM = re.compile(r"^(\s*(?:- +)+)(.*)$")
_RUN_ON = re.compile(r"^\s*(?:- +)*([a-z][\w-]*):(\S.*)$")
_DASHES = re.compile(r"^\s*(?:- +)*")
_BEGINS = "@%`*&!|>?,"  # with which YAML begins something of its own
Told = tuple[int, str]  # the line, and what is wrong there


@dataclass(frozen=True)
class _Slip:
    """Where YAML gave up."""

    what: str
    lines: Sequence[str]
    line: int
    column: int  # counted from 0
    within: str  # what it was reading
    begun: yaml.Mark | None  # where that begins

    @classmethod
    def of(cls, error: yaml.YAMLError, lines: Sequence[str]) -> _Slip:
        what = str(getattr(error, "problem", None) or str(error).splitlines()[0])
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column) if mark else (1, 0)
        within = str(getattr(error, "context", None) or "")
        return cls(what, lines, line, column, within, getattr(error, "context_mark", None))

    @property
    def here(self) -> str:
        return self.said(self.line)

    def said(self, line: int) -> str:
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""


def likely_mistake(text: str, error: yaml.YAMLError) -> list[Told]:
    """What is to be mended in a text of which YAML says the error: one thing, or hard blanks in each line that has them."""
    lines = text.splitlines()
    if hard := [n for n, line in enumerate(lines, 1) if _HARD_LINE.match(line)]:
        return [(n, HARD_HINT) for n in hard]
    at = _Slip.of(error, lines)
    if "character '\\t'" in at.what:
        return [(at.line, "found a tab; use spaces, not tabs")]
    if open_quote := next(_open_quotes(text, at), None):
        return [open_quote]
    for look in (_of_a_colon, _of_columns, _of_quotes, _of_brackets, _of_the_begin, _of_no_key):
        if told := look(at):
            return [told]
    return [(at.line, f"is not sound YAML: {at.what}")]


def has_hard_blank(key: str) -> bool:
    """Whether what was read as a key is one that hard blanks stand before or after."""
    return bool(_HARD_KEY.search(key))


def quoted(value: str) -> str:
    """A text in quotes, in one line, without those that stand around it."""
    value = value.strip().strip(CURLY)
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        value = value[1:-1]
    if len(value) > SHOWN:
        value = f"{value[:SHOWN].rstrip()}…"
    if '"' in value and "'" not in value:
        return f"'{value}'"
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _in_quotes(line: str) -> str:
    """How a line should read whose text goes in quotes; empty where that cannot be told."""
    line = re.sub(r"\s+#.*$", "", line)
    if keyed := _KEYED.match(line):
        return f": write {keyed[1].lstrip()}{keyed[2]}: {quoted(keyed[3] or '')}"
    if item := _ITEM.match(line):
        return f": write {item[1].lstrip()}{quoted(item[2])}"
    return ""


def _value(line: str) -> str:
    found = _KEYED.match(line) or _ITEM.match(line)
    return (found[found.lastindex or 0] or "").strip() if found else line.strip()


# -- one mistake each; None where it is another ----------------------------------------------------------


def _open_quotes(text: str, at: _Slip) -> Iterator[Told]:
    """Each quote that goes on over lines which are keys; the first was not closed, and all below it stands on its head."""
    why = "the quote that begins here is not closed: write {} at the end of the text as well"
    try:
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"'):
                inside = text[token.start_mark.index : token.end_mark.index].splitlines()[1:]
                if any(map(_KEYED.match, inside)):
                    yield token.start_mark.line + 1, why.format(token.style)
    except yaml.YAMLError:
        pass
    mark = at.begun
    if mark and "quoted scalar" in at.within:
        if "escape" in at.what:
            yield mark.line + 1, "within \"…\" a \\ begins something of its own; put the text in '…'"
        else:
            yield mark.line + 1, why.format(text[mark.index])


def _of_a_colon(at: _Slip) -> Told | None:
    if not at.what.startswith("mapping values are not allowed"):
        return None
    keyed = _KEYED.match(at.here)
    if keyed and at.column == keyed.end(2):  # the line is sound; the one above it goes on into it
        above = next((n for n in range(at.line - 1, 0, -1) if at.said(n).strip()), 1)
        before = at.said(above)
        if _begin(at.here) > _begin(before) and _KEYED.match(before):
            return at.line, _columns(_begin(at.here), _begin(before))
        return _no_key(above, before)
    if _value(at.here).startswith(tuple(CURLY)):
        return at.line, f"{CURLY_HINT}{_in_quotes(at.here)}"
    return at.line, f"the text holds a colon, so it goes in quotes{_in_quotes(at.here)}"


def _of_columns(at: _Slip) -> Told | None:
    if "but found '<block " not in at.what and "but found '-'" not in at.what:
        return None
    dashed = _dash(at.here) is not None
    begin = _dash(at.here) if dashed else _begin(at.here)
    above = at.lines[: at.line - 1]
    others = {_dash(line) if dashed else _begin(line) for line in above if _KEYED.match(line) or _dash(line)}
    begun = sorted(each for each in others if each is not None and each != begin)
    if begin is None or not begun:
        return at.line, "this line begins in another column than the lines of its list"
    return at.line, _columns(begin, min(begun, key=lambda each: abs(each - begin)))


def _of_quotes(at: _Slip) -> Told | None:
    if "but found '<scalar>'" not in at.what and "but got '<scalar>'" not in at.what:
        return None
    before = at.here[: at.column]
    if before.endswith("'"):
        why = "the text ends at its apostrophe, since it stands in '…'; put it in \"…\""
    elif before.rstrip().endswith(("'", '"')):
        why = "the quotes end before the text does; put them around all of it"
    else:
        return None
    return at.line, f"{why}{_in_quotes(at.here)}"


def _of_brackets(at: _Slip) -> Told | None:
    if not at.what.startswith("expected ',' or") or at.begun is None:
        return None
    begun = at.begun.line + 1
    if begun < at.line:
        bracket = at.said(begun)[at.begun.column : at.begun.column + 1]
        close = "}" if bracket == "{" else "]"
        return begun, f"the {bracket} that begins here is not closed: write {close} at its end"
    if "got ':'" in at.what:
        return at.line, "a text within {…} or […] that holds a colon goes in quotes"
    return at.line, "within {…} or […] a comma stands between two; a text that holds one goes in quotes"


def _of_the_begin(at: _Slip) -> Told | None:
    value = _value(at.here)
    braced = value.startswith(("{", "[")) and "but found '<scalar>'" in at.what
    if braced or value.startswith((*_BEGINS, "- ")):
        return at.line, f"a text that begins with {value[0]} goes in quotes{_in_quotes(at.here)}"
    return None


def _of_no_key(at: _Slip) -> Told | None:
    if "could not find expected ':'" not in at.what or at.begun is None:
        return None
    return _no_key(at.begun.line + 1, at.said(at.begun.line + 1))


def _no_key(line: int, text: str) -> Told:
    if run_on := _RUN_ON.match(text):
        return line, f"needs a blank after the colon: write {run_on[1]}: {run_on[2]}"
    return line, 'is neither a key ("title: …") nor a thing of a list ("- …")'


def _begin(line: str) -> int:
    """The column in which what a line says begins, after its dashes."""
    found = _DASHES.match(line)
    return found.end() if found else 0


def _dash(line: str) -> int | None:
    """The column of a line's first dash; None where it has none."""
    blanks = len(line) - len(line.lstrip())
    return blanks if line[blanks:].startswith("- ") else None


def _columns(begin: int, wanted: int) -> str:
    return (
        "this line begins in another column than the lines of its list: "
        f"it in column {begin + 1}, they in column {wanted + 1}"
    )

"""What a hand most likely did where a text is no YAML: at the line that is to be mended, and how that line should read.

A slip whose remedy is plain is mended, so that all that follows can be read and told as well.

What YAML itself says of it is for programmers, and often names a line far below the slip.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

import yaml

__all__ = [
    "CURLY",
    "CURLY_HINT",
    "HARD",
    "HARD_HINT",
    "Mistake",
    "has_hard_blank",
    "likely_mistakes",
    "quoted",
]

CURLY = "“”„‟«»‘’‚"  # quotes as Word sets them; to YAML they are letters
CURLY_HINT = '“ ” are letters here and no quotes: type " in their place'
HARD_HINT = "holds hard blanks, as Word and web pages make them; type ordinary spaces in their place"
NO_ALIAS = (
    'aliases ("*name") are not read; write the text out, in quotes where it begins with *, or use a block'
)
SHOWN = 72  # letters of a text up to which a line is shown as it should be

HARD = "\u00a0\u2007\u202f"
_HARD_LINE = re.compile(f"^ *(?:- *)*(?:[{HARD}]|[a-z][\\w-]*:[{HARD}])|^ *-[{HARD}]")
_HARD_KEY = re.compile(f"^[-\\s]*[{HARD}]|:[{HARD}]")
_KEYED = re.compile(r"^(\s*(?:- +)*)([a-z][\w-]*):(?:\s+(.*))?$")  # a dash or none, a key, what stands there
_ITEM = re.compile(r"^(\s*(?:- +)+)(.*)$")
_RUN_ON = re.compile(r"^\s*(?:- +)*([a-z][\w-]*):(\S.*)$")
_DASHES = re.compile(r"^\s*(?:- +)*")
_BLOCK = re.compile(r"^[|>][-+0-9]*$")
_BEGINS = "@%`*&!|>?,"  # with which YAML begins something of its own
MOST = 50  # mistakes of one text that are told
Mended = dict[int, str]  # lines by their number, as they should read


@dataclass(frozen=True)
class Mistake:
    """What is wrong at a line, and the lines that mend it; none where that is not plain."""

    line: int
    what: str
    mended: Mended


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


def likely_mistakes(text: str, read: Callable[[str], object]) -> tuple[list[Mistake], str]:
    """What is to be mended in a text so that `read` takes it, which raises YAMLError where it is none; and the text as it would be.

    That is empty where a mistake has no plain remedy: what stands below it cannot be known.
    """
    found: list[Mistake] = []
    while len(found) < MOST:
        try:
            read(text)
            return found, text
        except yaml.YAMLError as error:
            new = _mistakes(text, error)
        if found and new[0].line <= found[-1].line:
            break  # the remedy was none
        found += new
        if not all(each.mended for each in new):
            break
        lines = text.splitlines()
        for n, line in (pair for each in new for pair in each.mended.items()):
            lines[n - 1] = line
        text = "\n".join(lines) + "\n"
    return found, ""


def _mistakes(text: str, error: yaml.YAMLError) -> list[Mistake]:
    """What is to be mended in a text of which YAML says the error: one thing, or hard blanks in each line that has them."""
    lines = text.splitlines()
    if hard := [n for n, line in enumerate(lines, 1) if _HARD_LINE.match(line)]:
        return [Mistake(n, HARD_HINT, {n: re.sub(f"[{HARD}]", " ", lines[n - 1])}) for n in hard]
    at = _Slip.of(error, lines)
    if "character '\\t'" in at.what:
        return [
            Mistake(at.line, "found a tab; use spaces, not tabs", {at.line: at.here.replace("\t", "    ")})
        ]
    if at.what == NO_ALIAS:
        return [_to_be_quoted(at, NO_ALIAS)]
    if open_quote := next(_open_quotes(text, at), None):
        return [open_quote]
    for look in (_of_a_colon, _of_columns, _of_quotes, _of_brackets, _of_the_begin, _of_no_key):
        if told := look(at):
            return [told]
    return [Mistake(at.line, f"is not sound YAML: {at.what}", {})]


def has_hard_blank(key: str) -> bool:
    """Whether what was read as a key is one that hard blanks stand before or after."""
    return bool(_HARD_KEY.search(key))


def quoted(value: str, shown: int = SHOWN) -> str:
    """A text in quotes, in one line, without those that stand around it; no more of it than is `shown`."""
    value = value.strip().strip(CURLY)
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        value = value[1:-1]
    if len(value) > shown:
        value = f"{value[:shown].rstrip()}…"
    if '"' in value and "'" not in value:
        return f"'{value}'"
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _to_be_quoted(at: _Slip, why: str) -> Mistake:
    """A line whose text goes in quotes, and how it should read; only why where that cannot be told."""
    line = re.sub(r"\s+#.*$", "", at.here)
    if keyed := _KEYED.match(line):
        before, value = f"{keyed[1]}{keyed[2]}: ", keyed[3] or ""
    elif item := _ITEM.match(line):
        before, value = item[1], item[2]
    else:
        return Mistake(at.line, why, {})
    shown = f"{why}: write {before.lstrip()}{quoted(value)}"
    return Mistake(at.line, shown, {at.line: before + quoted(value, shown=len(value))})


def _value(line: str) -> str:
    found = _KEYED.match(line) or _ITEM.match(line)
    return (found[found.lastindex or 0] or "").strip() if found else line.strip()


# -- one mistake each; None where it is another ----------------------------------------------------------


def _open_quotes(text: str, at: _Slip) -> Iterator[Mistake]:
    """Each quote above that goes on over lines which are keys; the first was not closed, and all below it stands on its head."""
    try:
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            if token.start_mark.line >= at.line:
                break
            if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"'):
                inside = text[token.start_mark.index : token.end_mark.index].splitlines()[1:]
                if any(map(_KEYED.match, inside)):
                    yield _open_quote(at, token.start_mark.line + 1, token.style)
    except yaml.YAMLError:
        pass
    mark = at.begun
    if mark and "quoted scalar" in at.within:
        if "escape" in at.what:
            yield Mistake(
                mark.line + 1, "within \"…\" a \\ begins something of its own; put the text in '…'", {}
            )
        else:
            yield _open_quote(at, mark.line + 1, text[mark.index])


def _open_quote(at: _Slip, line: int, quote: str) -> Mistake:
    why = f"the quote that begins here is not closed: write {quote} at the end of the text as well"
    ends_here = _KEYED.match(at.said(line + 1)) or _ITEM.match(at.said(line + 1))
    return Mistake(line, why, {line: f"{at.said(line).rstrip()}{quote}"} if ends_here else {})


def _of_a_colon(at: _Slip) -> Mistake | None:
    if not at.what.startswith("mapping values are not allowed"):
        return None
    keyed = _KEYED.match(at.here)
    if keyed and at.column == keyed.end(2):  # the line is sound; the one above it goes on into it
        above, before = _above(at)
        if _begin(at.here) > _begin(before) and _KEYED.match(before):
            return _columns(at, _begin(at.here), _begin(before))
        return _no_key(above, before)
    curly = _value(at.here).startswith(tuple(CURLY))
    return _to_be_quoted(at, CURLY_HINT if curly else "the text holds a colon, so it goes in quotes")


def _above(at: _Slip) -> tuple[int, str]:
    """The last line above that says something."""
    line = next((n for n in range(at.line - 1, 0, -1) if at.said(n).strip()), 1)
    return line, at.said(line)


def _of_columns(at: _Slip) -> Mistake | None:
    if "but found '<block " not in at.what and "but found '-'" not in at.what:
        return None
    dashed = _dash(at.here) is not None
    begin = _dash(at.here) if dashed else _begin(at.here)
    above = at.lines[: at.line - 1]
    others = {_dash(line) if dashed else _begin(line) for line in above if _KEYED.match(line) or _dash(line)}
    begun = sorted(each for each in others if each is not None and each != begin)
    if begin is None or not begun:
        return Mistake(at.line, "this line begins in another column than the lines of its list", {})
    return _columns(at, begin, min(begun, key=lambda each: abs(each - begin)))


def _of_quotes(at: _Slip) -> Mistake | None:
    if "but found '<scalar>'" not in at.what and "but got '<scalar>'" not in at.what:
        return None
    before = at.here[: at.column]
    if before.endswith("'"):
        return _to_be_quoted(at, "the text ends at its apostrophe, since it stands in '…'; put it in \"…\"")
    if before.rstrip().endswith(("'", '"')):
        return _to_be_quoted(at, "the quotes end before the text does; put them around all of it")
    return None


def _of_brackets(at: _Slip) -> Mistake | None:
    if not at.what.startswith("expected ',' or") or at.begun is None:
        return None
    begun = at.begun.line + 1
    if begun < at.line:
        bracket = at.said(begun)[at.begun.column : at.begun.column + 1]
        close = "}" if bracket == "{" else "]"
        why = f"the {bracket} that begins here is not closed: write {close} at its end"
        return Mistake(begun, why, {begun: at.said(begun).rstrip() + close} if begun == at.line - 1 else {})
    if "got ':'" in at.what:
        return Mistake(at.line, "a text within {…} or […] that holds a colon goes in quotes", {})
    why = "within {…} or […] a comma stands between two; a text that holds one goes in quotes"
    return Mistake(at.line, why, {})


def _of_the_begin(at: _Slip) -> Mistake | None:
    value = _value(at.here)
    if _BLOCK.match(value):  # the line is sound; the one above it goes on into it
        return _no_key(*_above(at))
    braced = value.startswith(("{", "[")) and "but found '<scalar>'" in at.what
    if braced or value.startswith((*_BEGINS, "- ")):
        return _to_be_quoted(at, f"a text that begins with {value[0]} goes in quotes")
    return None


def _of_no_key(at: _Slip) -> Mistake | None:
    if "could not find expected ':'" not in at.what or at.begun is None:
        return None
    return _no_key(at.begun.line + 1, at.said(at.begun.line + 1))


def _no_key(line: int, text: str) -> Mistake:
    if run_on := _RUN_ON.match(text):
        at = run_on.start(2)
        why = f"needs a blank after the colon: write {run_on[1]}: {run_on[2]}"
        return Mistake(line, why, {line: f"{text[:at]} {text[at:]}"})
    return Mistake(line, 'is neither a key ("title: …") nor a thing of a list ("- …")', {line: f"# {text}"})


def _begin(line: str) -> int:
    """The column in which what a line says begins, after its dashes."""
    found = _DASHES.match(line)
    return found.end() if found else 0


def _dash(line: str) -> int | None:
    """The column of a line's first dash; None where it has none."""
    blanks = _indent(line)
    return blanks if line[blanks:].startswith("- ") else None


def _columns(at: _Slip, begin: int, wanted: int) -> Mistake:
    """A line in another column than its list's; with it all that stands below it and further in moves."""
    shifted = at.lines[at.line - 1 :]
    inner = takewhile(lambda line: not line.strip() or _indent(line) > _indent(at.here), shifted[1:])
    by = wanted - begin
    moved = [" " * max(0, _indent(line) + by) + line.lstrip() for line in [at.here, *inner]]
    why = (
        "this line begins in another column than the lines of its list: "
        f"it in column {begin + 1}, they in column {wanted + 1}"
    )
    return Mistake(at.line, why, dict(enumerate(moved, at.line)))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())

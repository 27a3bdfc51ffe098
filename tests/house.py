"""What the house looks like: who imports whom, who names a kind of activity outside its folder, how long functions are.

Run by itself it prints the numbers of this checkout, or of another one, so that
two can be compared: `python tests/house.py [ROOT] [--all]`. It reads files and
imports nothing of the kit, so it also runs on a checkout of long ago.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: From the ground up, as CONTRIBUTING tells it: a room imports only from those before it.
FLOORS = (
    ("errors",), ("settings", "clock", "registry", "startup"), ("languages",), ("privacy", "tabular", "charts", "typeset"),
    ("themes",), ("content",), ("store",), ("kinds",), ("meetings",), ("frontend",), ("handouts", "exchange", "instruments"), ("records",),
    ("rollup",), ("keeping",), ("notebook", "analysis"), ("server",), ("cli",),
)  # fmt: skip
#: What only some rooms import. `records/warm.py` listens to the store's engines, so that a fork inherits none of
#: their connections; it sends no SQL.
KEEPERS = {
    "yaml": ("content",),
    "sqlalchemy": ("store", "records/warm.py"),
    "alembic": ("store",),
    "papermill": ("records", "rollup"),
}
#: A kind whose name is also a tag of HTML and the class of whatever is one: its name alone says nothing. Where it is
#: compared with what a thing's kind is, it still does.
A_TAG = "table"
#: A sheet of XLSForm has the name of a kind, and it is not for the kit to call it otherwise.
A_SHEET = ("kitlib/instruments/xlsform.py", "survey")


# -- Python ------------------------------------------------------------------------------------------


@cache
def sources(root: Path = ROOT) -> list[tuple[Path, ast.Module]]:
    """The Python files of the package, relative to the root, parsed."""
    files = sorted((root / "kitlib").rglob("*.py"))
    return [(file.relative_to(root), ast.parse(file.read_text(encoding="utf-8"))) for file in files]


def imports(tree: ast.Module) -> Iterator[str]:
    """The modules of the kit that a file imports, wherever in it: inside functions, and for types alone, too."""
    for module in modules(tree):
        if module.split(".")[0] == "kitlib":
            yield module


def modules(tree: ast.Module) -> Iterator[str]:
    """All modules that a file imports; of the package kitlib itself, the name that is taken from it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            own = node.module or ""
            yield from [own] if own != "kitlib" else [f"kitlib.{each.name}" for each in node.names]
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names)


def upward_imports(root: Path = ROOT) -> list[str]:
    """Each import that does not run downwards, as "file imports module"."""
    floor = {room: i for i, rooms in enumerate(FLOORS) for room in rooms}
    found = []
    for file, tree in sources(root):
        own = room_of(file)
        for module in imports(tree):
            other = module.split(".")[1] if "." in module else ""
            if own not in floor or other not in floor or other == own:
                continue
            if floor[other] >= floor[own]:
                found.append(f"{file} imports {module}")
    return found


def room_of(file: Path) -> str:
    """The room that a file of the package lies in: a folder or a module right below it."""
    return file.with_suffix("").parts[1]


def arrows(root: Path = ROOT) -> set[tuple[str, str]]:
    """(room, the other) for each room of which another room imports something."""
    rooms = {room_of(file) for file, _ in sources(root)} - {"__init__"}
    found = {
        (room_of(file), module.split(".")[1])
        for file, tree in sources(root)
        for module in imports(tree)
        if "." in module
    }
    return {(own, other) for own, other in found if own != other and {own, other} <= rooms}


def circles(root: Path = ROOT) -> list[str]:
    """The rooms that import each other, directly or through others."""
    reached: dict[str, set[str]] = {}
    for own, other in arrows(root):
        reached.setdefault(own, set()).add(other)
    while True:
        further = {one: to.union(*(reached.get(each, set()) for each in to)) for one, to in reached.items()}
        if further == reached:
            return sorted(one for one, to in reached.items() if one in to)
        reached = further


def strangers(root: Path = ROOT) -> list[str]:
    """Each import of a library that another room keeps, as "file imports library"."""
    return [
        f"{file} imports {library}"
        for file, tree in sources(root)
        for library in sorted({module.split(".")[0] for module in modules(tree)} & KEEPERS.keys())
        if not any(file.relative_to("kitlib").is_relative_to(keeper) for keeper in KEEPERS[library])
    ]


# -- kinds -------------------------------------------------------------------------------------------


def kinds(root: Path = ROOT) -> list[str]:
    """The names of the kinds that come with the kit; of a checkout that declares none, those of this one."""
    declared = (root / "pyproject.toml").read_text(encoding="utf-8")
    found = re.findall(r'^(\w+) = "kitlib\.kinds\.\w+"', declared, re.MULTILINE)
    return found or kinds(ROOT)


def named_outside(root: Path = ROOT) -> list[str]:
    """Each place of the package, outside the folder of a kind, that names that kind.

    That is an import from its package; a text in Python or JavaScript that is its name and nothing else, or a
    dash away from "kit-", which is the class of its screen; that class in a style sheet; and a comparison of its
    name with what a thing's kind is. Words in sentences, comments and docstrings are free, and so is the name in
    `__all__`. See `A_TAG` and `A_SHEET` for the exceptions.
    """
    found = []
    for file, tree in sources(root):
        found += _named_in_python(file, tree, set(kinds(root)) - {_own_kind(file)})
    for file in sorted((root / "kitlib").rglob("*")):
        if file.suffix in {".js", ".css", ".j2"}:
            relative = file.relative_to(root)
            found += _named_in_browser(
                relative, file.read_text(encoding="utf-8"), set(kinds(root)) - {_own_kind(relative)}
            )
    return found


def _own_kind(file: Path) -> str:
    return file.parts[2] if file.parts[1] == "kinds" and len(file.parts) > 3 else ""


def _named_in_python(file: Path, tree: ast.Module, names: set[str]) -> Iterator[str]:
    for module in imports(tree):
        of = module.split(".")
        if len(of) > 2 and of[1] in {"kinds", "activities"} and of[2] in names:
            yield f"{file} imports {module}"
    listed = {id(each) for node in ast.walk(tree) if _is_all(node) for each in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and (asked := _asked(node, names)):
            listed |= {id(each) for each in ast.walk(node)}
            yield f"{file}:{node.lineno} asks {asked}"
    for node in ast.walk(tree):
        if (file.as_posix(), getattr(node, "value", "")) == A_SHEET:
            continue
        if isinstance(node, ast.Constant) and id(node) not in listed and node.value in names - {A_TAG}:
            yield f"{file}:{node.lineno} says {node.value!r}"


def _is_all(node: ast.AST) -> bool:
    return isinstance(node, ast.Assign) and any(
        isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets
    )


def _asked(node: ast.Compare, names: set[str]) -> str:
    """The comparison in words, where the name of a kind is compared with something's kind."""
    said = {
        each.value
        for each in ast.walk(node)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }
    sides = {ast.unparse(each).rpartition(".")[2] for each in [node.left, *node.comparators]}
    return ast.unparse(node) if "kind" in sides and said & names else ""


def _named_in_browser(file: Path, text: str, names: set[str]) -> Iterator[str]:
    words = "|".join(sorted(names - {A_TAG}))
    pattern = rf"\.kit-({words})(?![\w-])" if file.suffix == ".css" else rf"""["'`](?:kit-)?({words})["'`]"""
    for number, line in enumerate(text.splitlines(), start=1):
        for match in re.finditer(pattern, line):
            yield f"{file}:{number} says {match[0]}"


# -- how long functions are ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Function:
    """A function, and how many lines it has from its first to its last."""

    lines: int
    name: str
    place: str  # file and line

    def __str__(self) -> str:
        return f"{self.lines} lines: {self.name} ({self.place})"


def python_functions(root: Path = ROOT) -> list[Function]:
    """Every function of the package, the longest first."""
    found = [
        Function((node.end_lineno or 0) - node.lineno + 1, node.name, f"{file}:{node.lineno}")
        for file, tree in sources(root)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return sorted(found, key=lambda each: -each.lines)


def script_functions(root: Path = ROOT) -> list[Function]:
    """Every function with a body in braces of the package's JavaScript, the longest first."""
    found = []
    for file in sorted((root / "kitlib").rglob("*.js")):
        for name, first, last in functions_in(file.read_text(encoding="utf-8")):
            found.append(Function(last - first + 1, name, f"{file.relative_to(root)}:{first}"))
    return sorted(found, key=lambda each: -each.lines)


#: What stands before a brace that opens no function, though a closing bracket stands before it.
_NO_FUNCTION = {"if", "for", "while", "switch", "catch", "with"}
_NAME = re.compile(r"([\w$#]+)\s*$")
_GIVEN = re.compile(r"([\w$#]+)\s*[=:]\s*(?:async\s*)?[\w$]*$")  # what an arrow is assigned to


def functions_in(text: str) -> Iterator[tuple[str, int, int]]:
    """Name, first and last line of each function of a script."""
    code = _without_words(text)
    lines = [match.start() for match in re.finditer("\n", code)]
    opened: list[tuple[str, int] | None] = []
    for match in re.finditer(r"[{}]", code):
        if match[0] == "{":
            opened.append(_function_before(code, match.start()))
        elif opened and (function := opened.pop()):
            name, start = function
            yield name, bisect(lines, start) + 1, bisect(lines, match.start()) + 1


def _function_before(code: str, brace: int) -> tuple[str, int] | None:
    """Name and start of the function whose body a brace opens; None where it opens something else."""
    end = _back_over_blanks(code, brace)
    if code.endswith("=>", 0, end):
        return _arrow_before(code, _back_over_blanks(code, end - 2))
    if code[end - 1 : end] != ")":
        return None
    head = _NAME.search(code, code.rfind("\n", 0, begin := _bracket(code, end)) + 1, begin)
    return None if head is None or head[1] in _NO_FUNCTION else (head[1], head.start())


def _arrow_before(code: str, end: int) -> tuple[str, int]:
    """The same of a function with an arrow, whose arguments end at `end`."""
    begin = _bracket(code, end) if code[end - 1] == ")" else end
    name = _GIVEN.search(code, code.rfind("\n", 0, begin) + 1, begin)
    return (name[1] if name else "=>"), begin


def _back_over_blanks(code: str, at: int) -> int:
    while at > 0 and code[at - 1].isspace():
        at -= 1
    return at


def _bracket(code: str, end: int) -> int:
    """Where the round bracket opens that is closed right before `end`."""
    depth = 0
    for at in range(end - 1, -1, -1):
        depth += (code[at] == ")") - (code[at] == "(")
        if depth == 0:
            return at
    return 0


def _without_words(text: str) -> str:
    """A script with its comments, texts and patterns blanked; every other character stays in its place."""
    token = re.compile(
        r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`"
        r"|(?<=[=(,:!&|?{};\[])\s*/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/",
        re.DOTALL,
    )
    return token.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


# -- what the package offers -------------------------------------------------------------------------------


def offered(root: Path = ROOT) -> set[str]:
    """The names in `kitlib.__all__`."""
    tree = ast.parse((root / "kitlib" / "__init__.py").read_text(encoding="utf-8"))
    (names,) = [
        ast.literal_eval(node.value) for node in tree.body if isinstance(node, ast.Assign) and _is_all(node)
    ]
    return set(names)


def told(root: Path = ROOT) -> set[str]:
    """The names that the documentation, or a notebook, takes from `kitlib` itself."""
    found: set[str] = set()
    for page in [root / "README.md", *sorted((root / "docs").glob("*.md"))]:
        found |= set(re.findall(r"\bkitlib\.(\w+)\(", page.read_text(encoding="utf-8")))
    for path in sorted((root / "notebooks").rglob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
        for names in re.findall(r"^from kitlib import (.+)$", code, re.MULTILINE):
            found |= {name.strip() for name in names.split(",")}
    return found


# -- as numbers ------------------------------------------------------------------------------------------


def report(root: Path, every: bool) -> Iterator[str]:
    """The numbers, line by line; with `every`, each thing that was counted below its number."""
    outside = named_outside(root)
    files = sorted({re.split(r"[: ]", line)[0] for line in outside})
    python, script = python_functions(root), script_functions(root)
    yield f"{len({room for pair in arrows(root) for room in pair})} rooms, {len(arrows(root))} arrows between them"
    for count, title, lines in (
        (len(circles(root)), "rooms that import each other in a circle", circles(root)),
        (len(upward_imports(root)), "imports that run upwards", upward_imports(root)),
        (len(strangers(root)), "imports of a library that another room keeps", strangers(root)),
        (len(files), f"files that name a kind outside its folder, in {len(outside)} places", outside),
        (len(python), f"functions in Python, {_over(python)}; the longest has {python[0]}", python[:10]),
        (len(script), f"functions in JavaScript, {_over(script)}; the longest has {script[0]}", script[:10]),
    ):
        yield f"{count} {title}"
        if every:
            yield from (f"  {line}" for line in lines)


def _over(functions: list[Function]) -> str:
    return f"{sum(each.lines > 40 for each in functions)} of more than 40 lines"


if __name__ == "__main__":
    places = [word for word in sys.argv[1:] if not word.startswith("-")]
    for line in report(Path(places[0]) if places else ROOT, "--all" in sys.argv):
        print(line)

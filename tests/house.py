"""What the house looks like: who imports whom, and who names a kind of activity outside its folder.

Run by itself it prints both: `python tests/house.py [ROOT]`.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: From the ground up, as CONTRIBUTING tells it: a room imports only from those before it.
FLOORS = (
    ("errors",), ("settings", "clock", "registry", "startup"), ("privacy", "tabular", "charts", "typeset"),
    ("content",), ("store",), ("kinds",), ("meetings",), ("frontend",), ("handouts", "exchange"), ("records",),
    ("rollup",), ("notebook", "analysis"), ("server",), ("cli",),
)  # fmt: skip


def sources(root: Path = ROOT) -> Iterator[tuple[Path, ast.Module]]:
    """The Python files of the package, relative to the root, parsed."""
    for file in sorted((root / "kitlib").rglob("*.py")):
        yield file.relative_to(root), ast.parse(file.read_text(encoding="utf-8"))


def imports(tree: ast.Module) -> Iterator[str]:
    """The modules of the kit that a file imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "kitlib":
            own = node.module or ""
            yield from [own] if own != "kitlib" else [f"kitlib.{each.name}" for each in node.names]
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name.split(".")[0] == "kitlib")


def upward_imports(root: Path = ROOT) -> list[str]:
    """Each import that does not run downwards, as "file imports module"."""
    floor = {room: i for i, rooms in enumerate(FLOORS) for room in rooms}
    found = []
    for file, tree in sources(root):
        own = file.with_suffix("").parts[1]
        for module in imports(tree):
            other = module.split(".")[1] if "." in module else ""
            if own not in floor or other not in floor or other == own:
                continue
            if floor[other] >= floor[own]:
                found.append(f"{file} imports {module}")
    return found


def kinds(root: Path = ROOT) -> list[str]:
    """The names of the kinds that come with the kit."""
    declared = (root / "pyproject.toml").read_text(encoding="utf-8")
    return re.findall(r'^(\w+) = "kitlib\.kinds\.\w+"', declared, re.MULTILINE)


def named_outside(root: Path = ROOT) -> list[str]:
    """Each place outside a kind's folder that imports from it, or compares something with its name."""
    names, found = set(kinds(root)), []
    for file, tree in sources(root):
        own = file.parts[2] if file.parts[1] == "kinds" and len(file.parts) > 3 else ""
        for module in imports(tree):
            of = module.split(".")
            if of[1:2] == ["kinds"] and len(of) > 2 and of[2] in names - {own}:
                found.append(f"{file} imports {module}")
        for node in ast.walk(tree):
            if isinstance(node, ast.Compare):
                said = {each.value for each in ast.walk(node) if isinstance(each, ast.Constant)}
                sides = {ast.unparse(each).rpartition(".")[2] for each in [node.left, *node.comparators]}
                if "kind" in sides and said & (names - {own}):
                    found.append(f"{file}:{node.lineno} asks {ast.unparse(node)}")
    return found


if __name__ == "__main__":
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT
    for title, lines in (
        ("imports that run upwards", upward_imports(given)),
        ("kinds named outside", named_outside(given)),
    ):
        print(f"{len(lines)} {title}")
        print("".join(f"  {line}\n" for line in lines), end="")

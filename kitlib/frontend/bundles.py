"""Modules joined, so that a page fetches few files: one bundle of all that kinds share, and one of each kind that it shows.

A bundle is a module itself. It exports `modules`, address -> what the module
there exports; that of a kind holds the shared ones too. Each module keeps its
own scope, and is written so that a line says all of an import or an export:

    import { a, b } from "./other.js";
    export function f() { ... }    (or async function, class, const)
    export default { ... };
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from functools import cache

from kitlib.content.look import PLAIN, Look
from kitlib.errors import KitError
from kitlib.frontend import assets
from kitlib.meetings.parts import Assets, ScreensAnswer, Shown

__all__ = ["SHARED", "bundle", "bundle_of", "in_page", "joined", "names", "with_assets"]

SHARED = "shared"
_IMPORT = re.compile(r'import \{ ([^}]+) \} from "(\.[^"]+)";$')
_EXPORT = re.compile(r"export (?=(?:async )?(?:function|class|const) (\w+))")
_DEFAULT = "export default "


def names() -> list[str]:
    """All bundles that there are."""
    return sorted({bundle_of(address) for address in assets.modules()})


def bundle_of(address: str) -> str:
    """The bundle that holds the module at an address."""
    folder, kind, *_ = address.split("/")
    return kind if folder == "kinds" else SHARED


@cache
def bundle(name: str) -> str | None:
    """The text of a bundle, or None where there is none of that name. Raises KitError for a module that cannot be joined."""
    if name not in names():
        return None
    texts = {a: assets.read(a) or "" for a in assets.modules() if bundle_of(a) == name}
    before = "" if name == SHARED else f'import {{ modules as before }} from "./{SHARED}.js";\n'
    start = "{ ...before }" if before else "{}"
    return f"{before}export const modules = {start};\n{joined(texts)}"


def joined(texts: dict[str, str]) -> str:
    """Modules, address -> text, each after those that it imports. Raises KitError, with file and line, for one that cannot be joined."""
    done: dict[str, str] = {}

    def join(address: str, text: str, above: tuple[str, ...]) -> None:
        if address in above:
            raise KitError(
                f"Modules import each other: {' -> '.join((*above, address))}.", "Break the circle."
            )
        if address in done:
            return
        needed, scope = _scope(address, text)
        for other in needed & texts.keys():
            join(other, texts[other], (*above, address))
        done[address] = scope

    for address, text in texts.items():
        join(address, text, ())
    return "\n".join(done.values())


def _scope(address: str, text: str) -> tuple[set[str], str]:
    """The addresses that a module imports, and the module as a scope of its own."""
    needed, exported, lines = set(), [], []
    for number, line in enumerate(text.splitlines(), start=1):
        if found := _IMPORT.match(line):
            other = posixpath.normpath(posixpath.join(address, "..", found[2]))
            needed.add(other)
            line = f'const {{ {found[1].replace(" as ", ": ")} }} = modules["{other}"];'
        elif found := _EXPORT.match(line):
            exported.append(found[1])
            line = line[found.end() :]
        elif line.startswith(_DEFAULT):
            exported.append("default: $default")
            line = f"const $default = {line.removeprefix(_DEFAULT)}"
        elif re.match(r"(import|export)\b", line):
            raise KitError(
                f"{address}, line {number}: this import or export cannot be joined with others: {line.strip()}",
                'Write it in one line, as: import { a } from "./b.js"; export function f …; export default {',
            )
        lines.append(line)
    body = "\n".join(lines)
    return needed, f'modules["{address}"] = (() => {{\n{body}\nreturn {{ {", ".join(exported)} }};\n}})();'


def in_page(wanted: Iterable[str], look: Look = PLAIN) -> Assets:
    """What a page must know to load parts, and to show them as the home looks."""
    modules = {part: assets.module_of(part) for part in sorted(set(wanted))}
    return {
        "version": assets.version(),
        "modules": modules,
        "bundles": {part: bundle_of(address) for part, address in modules.items()},
        "styles": assets.stylesheets(modules),
        "look": look.screens,
        "called": {} if look.called.is_usual else look.called.forms,
    }


def with_assets(answer: Shown, look: Look = PLAIN) -> ScreensAnswer:
    """The answer to the call "screens" with its `assets` and the text of each bundle and style sheet (`texts`),
    for a page whose server has none."""
    found = in_page(assets.parts_of(answer["screens"]), look)
    texts = {name: bundle(name) or "" for name in {SHARED, *found["bundles"].values()}}
    sheets = {address: assets.read(address) or "" for address in found["styles"]}
    return {**answer, "assets": {**found, "texts": texts | sheets}}

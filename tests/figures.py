"""What the content is made of, in numbers: items, cited pages, the days law was checked, what is said in other languages.

Run by itself it prints them: `python tests/figures.py [ROOT]`. It reads files alone and imports nothing of the kit.
How varied the sessions are is in `forms.py`.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import yaml
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
#: An item may hold two things when it joins them: by "and", "or", a semicolon, or "not only … but".
JOINED = re.compile(r"\b(?:and|or)\b|;|\bbut also\b")


def _read(files: Iterator[Path]) -> list[dict[str, Any]]:
    return [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(files)]


def page_kind(url: str) -> str:
    """The kind of page an address leads to, by its host: the state, the catalogue, another copy, or elsewhere."""
    host = urlparse(url).netloc.removeprefix("www.")
    if host == "matoolsforschools.com":
        return "catalogue, front page" if url.endswith("/resources") else "catalogue, a page of it"
    if host.endswith(("mass.edu", "mass.gov", "malegislature.gov")):
        return "state"
    return "school, college or district" if host.endswith((".edu", ".us", ".gov")) else "elsewhere"


def spoken(held: Any) -> Iterator[str]:
    """The language of each text that is there in another language, as often as it stands; a phrase counts too."""
    if isinstance(held, list):
        for each in held:
            yield from spoken(each)
    elif isinstance(held, dict):
        for key, inner in held.items():
            if key in {"translations", "titles", "intros"}:
                yield from inner
            elif key == "phrases":
                yield from (language for language, phrases in inner.items() for _ in phrases)
            else:
                yield from spoken(inner)


def catalogues(facilitation: Path) -> dict[str, Counter[str]]:
    """Language -> how many texts of the catalogues beside the content are translated, reviewed, to be looked at again."""
    found: dict[str, Counter[str]] = {}
    for path in sorted(facilitation.rglob("*.po")):
        language = path.stem.rpartition(".")[2]
        counted = found.setdefault(language, Counter())
        counted["files"] += 1
        for message in read_po(path.open("rb")):
            if message.id and message.string:
                again = message.fuzzy and any(line.startswith("|") for line in message.user_comments)
                counted["again" if again else "translated"] += 1
                counted["reviewed"] += not message.fuzzy
    return found


def main(root: Path = ROOT) -> None:
    facilitation = root / "facilitation"
    instruments = _read((facilitation / "instruments").glob("*.yaml"))
    items = [item for instrument in instruments for item in instrument["items"]]
    joined = [item["text"] for item in items if JOINED.search(item["text"])]
    print(f"{len(items)} items in {len(instruments)} instruments; {len(joined)} join two things by a word:")
    print(*(f"    {text}" for text in joined), sep="\n")
    for instrument in instruments:
        domains = Counter(item.get("domain", "") for item in instrument["items"])
        print(f"{instrument['id']}: {', '.join(f'{n} {domain}'.strip() for domain, n in domains.items())}")
    plans = (p for p in facilitation.glob("*/[0-9]*.yaml") if not p.name.endswith(".example.yaml"))
    sessions = _read(plans)
    sources = Counter(page_kind(source["url"]) for plan in sessions for source in plan["sources"])
    print(*(f"{n} sources: {kind}" for kind, n in sources.most_common()), sep="\n")
    for reminder in _read((facilitation / "reminders").glob("*.yaml")):
        print(f"{reminder['id']}: {len(reminder['sources'])} references, checked {reminder['checked']}")
    scales = yaml.safe_load((facilitation / "scales.yaml").read_text(encoding="utf-8"))
    reviewed = [(each["id"], language) for each in instruments for language in each.get("reviewed", [])]
    for language, counted in catalogues(facilitation).items():
        print(
            f"{language}: {counted['translated']} texts in {counted['files']} catalogues, {counted['reviewed']} of them "
            f"reviewed; {counted['again']} more to be looked at again"
        )
    for language, texts in Counter(spoken([instruments, scales, sessions])).most_common():
        of = sum(language in set(spoken(plan)) for plan in sessions)
        gone_over = ", ".join(id for id, code in reviewed if code == language) or "none"
        print(
            f"{language}: {texts} texts in YAML files, in {of} sessions; gone over by a speaker: {gone_over}"
        )


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))

"""What the words of the content must hold: they are the kit's own, and easy to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import textstat
import yaml

from kitlib.content import Library

ROOT = Path(__file__).resolve().parent.parent
FACILITATION = ROOT / "facilitation"
LIBRARY = Library(FACILITATION)
SESSIONS = sorted(LIBRARY.session_files)
INSTRUMENTS = sorted(path.stem for path in (FACILITATION / "instruments").glob("*.yaml"))
#: The catalogue of the resources, where the checkout stands beside it.
CATALOGUE = ROOT.parent / "shared" / "content" / "catalogue.txt"
RUN = 9  # words in a row that nobody writes twice by chance
#: Grade level at most, by readers.
GRADES = {"staff": 9.0, "families": 6.0, "students": 6.0}
#: Texts that may be harder to read, each with its reason.
HARDER: dict[str, str] = {}
#: Keys whose words are names of things, not sentences of the kit.
NAMES = {
    "id",
    "url",
    "publisher",
    "title",
    "year",
    "sources",
    "medium",
    "edition",
    "made_by",
    "roles",
    "jobs",
}
#: Words of an activity that each session needs in the same form.
FORMS = {"place", "noun"}


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", re.sub(r"\[@[a-z0-9-]+\]|\(?https?://\S+", " ", text.lower()))


def texts(value: object, key: str = "") -> Iterator[str]:
    """The sentences of a YAML file; included blocks are named, not written out, so they count once."""
    if key in NAMES | FORMS:
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner, held in value.items():
            yield from texts(held, str(inner))
    elif isinstance(value, list):
        for held in value:
            yield from texts(held, key)


def runs(path: Path) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for text in texts(yaml.safe_load(path.read_text(encoding="utf-8"))):
        said = words(text)
        found |= {tuple(said[i : i + RUN]) for i in range(len(said) - RUN + 1)}
    return found


@pytest.mark.skipif(
    not CATALOGUE.is_file(), reason="the catalogue of the resources is not beside this checkout"
)
def test_no_run_of_more_than_eight_words_is_the_catalogue_s():
    said = words(CATALOGUE.read_text(encoding="utf-8"))
    catalogue = {tuple(said[i : i + RUN]) for i in range(len(said) - RUN + 1)}
    taken = {
        path.relative_to(FACILITATION).as_posix(): " ".join(min(both))
        for path in LIBRARY.files()
        if (both := runs(path) & catalogue)
    }

    assert not taken


def easy(text: str) -> str:
    """A text as it is read aloud: no marks of Markdown, no addresses, each line of a list a sentence."""
    plain = re.sub(r"\[@[a-z0-9-]+\]|\(?https?://\S+\)?|[*_`#>]|\[|\]", "", text)
    lines = [
        re.sub(r"^\s*(-|\d+\.)\s+", "", line).strip()
        for line in re.split(r"\n\s*\n|\n(?=\s*(?:-|\d+\.) )", plain)
    ]
    return " ".join(line if line.endswith((".", "?", "!", ":")) else f"{line}." for line in lines if line)


def said_to_people(session: str) -> Iterator[tuple[str, str, str]]:
    """Where, for whom, and the text, of all that participants read in a session."""
    for step in LIBRARY.session(session).steps:
        yield f"{session}/{step.id}", step.readers, step.prompt
        for activity in step.activities:
            for key in ("prompts", "before", "after"):
                for prompt in getattr(activity, key, []):
                    yield (
                        f"{session}/{activity.id}/{prompt.id}",
                        prompt.readers,
                        f"{prompt.text} {prompt.help}",
                    )
            if question := getattr(activity, "question", ""):
                yield f"{session}/{activity.id}", "staff", question


def too_hard(found: list[tuple[str, str, str]]) -> list[str]:
    """Texts above their grade. One sentence alone says little of a level, so short ones are read together."""
    hard = []
    short: dict[str, list[str]] = {}
    for where, readers, text in found:
        plain = easy(text)
        if len(words(plain)) < 30:
            short.setdefault(readers, []).append(plain)
        elif (grade := textstat.flesch_kincaid_grade(plain)) > GRADES[readers] and where not in HARDER:
            hard.append(
                f"{where}: grade {grade:.1f}, at most {GRADES[readers]:.0f} for {readers}: {plain[:90]}"
            )
    for readers, together in short.items():
        grade = textstat.flesch_kincaid_grade(" ".join(together))
        if grade > GRADES[readers]:
            hard.append(
                f"short texts for {readers} together: grade {grade:.1f}, at most {GRADES[readers]:.0f}"
            )
    return hard


@pytest.mark.parametrize("session", SESSIONS)
def test_what_participants_read_is_at_or_below_its_grade(session):
    hard = too_hard(list(said_to_people(session)))

    assert not hard, "\n".join(hard)


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_what_is_rated_is_at_or_below_its_grade(instrument):
    loaded = LIBRARY.instrument(instrument)
    plain = " ".join(easy(item.text) for item in loaded.items)
    grade = textstat.flesch_kincaid_grade(plain)

    assert grade <= GRADES[loaded.readers] or instrument in HARDER, f"grade {grade:.1f}"


def test_every_exception_is_still_one():
    stale = [where for where in HARDER if where.split("/")[0] not in {*SESSIONS, *INSTRUMENTS}]

    assert not stale

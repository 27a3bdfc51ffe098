"""What roll-ups have shown that was noted elsewhere: in the file of earlier versions of the kit, or in another database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from kitlib.errors import StoreError
from kitlib.store import Disclosure, Store, is_missing

__all__ = ["import_database", "import_ledger"]


def import_ledger(store: Store, path: Path) -> int:
    """Add the lines of the ledger at `path` to the store, where that was not done yet, and leave the file as it is.

    Returns the number of lines taken over, 0 where there is no file or its lines are in the store already. Raises
    StoreError for a damaged file, with nothing taken over: without its lines, nothing may be shown.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return 0
    except OSError as error:
        raise _damaged(path, error) from None
    digest = hashlib.sha256(content).hexdigest()
    if store.disclosures.has_ledger(digest):
        return 0
    try:
        lines = [_line(text) for text in content.decode("utf-8").split("\n") if text]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(path, error) from None
    return len(lines) if store.disclosures.take_over(digest, lines) else 0


def import_database(store: Store, url: str) -> int:
    """Add to the store what roll-ups have shown by the database at `url`, where it is not there yet.

    Returns the number of lines added. Raises StoreError where there is no such database or it cannot be used.
    """
    if is_missing(url):
        raise StoreError(
            f"There is no database {url}, so nothing of it could be taken over.",
            "Name the file that was used before: kit rollup --earlier sqlite:///path/to/kit.db",
        )
    with closing(Store(url)) as other:
        return sum(
            store.disclosures.disclose(
                session, family, partial(_missing, other.disclosures.of(session, family))
            )
            for session, family in other.disclosures.questions()
        )


def _missing(found: list[Disclosure], before: Sequence[Disclosure]) -> tuple[int, list[Disclosure]]:
    new = [line for line in found if line not in before]
    return len(new), new


def _line(text: str) -> Disclosure:
    found = json.loads(text)
    answers = {str(who): tuple(map(int, counts)) for who, counts in found.pop("said").items()}
    return Disclosure(answers=answers, numbers=tuple(map(int, found.pop("numbers"))), **found)


def _damaged(path: Path, error: Exception) -> StoreError:
    return StoreError(
        f"{path}, which says what roll-ups have shown, cannot be read ({error}). Nothing was made: "
        "two roll-ups together could give a small group away.",
        "Restore the file from a copy, then run the command again.",
    )

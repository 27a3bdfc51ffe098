"""Names of files from text that came from outside: codes, names, ids, the names of groups.

No such text is a path. `file_name` gives each key a name of its own that every file system takes, and the same one
each time.
"""

from __future__ import annotations

import hashlib
import re

from kitlib.tabular.folding import fold

__all__ = ["file_name"]

_KEY = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
_DEVICE = re.compile("con|prn|aux|nul|com[0-9]|lpt[0-9]")  # no file may be called so on Windows
LONGEST_KEY = 120  # of a key that stands as it is: a meeting's id fits, and leaves room for an ending
LONGEST_WORDS = 60
LONGEST_HINT = 40  # of a key before words, or before its digest


def file_name(key: str, words: str | None = None) -> str:
    """The name, without an ending, of what is known by `key`: of no two keys the same, also where files have no case.

    `words`, such as a district's name, stand behind it to help people find it; give them for all keys of a folder
    or for none. A key of small letters and digits stands as it is, one with single dashes too where there are no
    `words`. Any other is followed by a digest of itself after an underscore, which no plain key and no words hold:
    so `12/34` and `12-34`, `ab` and `AB`, or two keys in Chinese letters are kept apart, and `../../zz` and `con`
    are names like any other.
    """
    longest, taken = (LONGEST_KEY, "") if words is None else (LONGEST_HINT, "-")
    plain = len(key) <= longest and _KEY.fullmatch(key) and not _DEVICE.fullmatch(key)
    if not plain or (taken and taken in key):
        digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        key = f"{_slug(key, LONGEST_HINT)}_{digest}"
    more = _slug(words or "", LONGEST_WORDS)
    return f"{key}-{more}" if more else key


def _slug(text: str, longest: int) -> str:
    """A text as small letters, digits and single dashes; empty where it holds no letter that has such a form."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:longest].strip("-")

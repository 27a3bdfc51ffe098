"""What is handed out says nothing of the computer that made it: no folder of its owner's, no user's name, no database.

papermill writes down where a notebook came from and where it went, and a traceback or a warning names files. Words of
people are left as they are: they stand in what a record displays, and no path is put there.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

__all__ = ["make_portable", "write_notebook"]

END_OF_NAME = r"(?![\w.-])"
PACKAGES = Path(__file__).resolve().parents[2]


def make_portable(notebook: Any, places: Iterable[Path], secrets: Iterable[str] = ()) -> None:
    """Take out of an executed notebook where things lie: paths are told from the nearest of `places` on.

    The folders of Python, of temporary files and of the user count as places too. `secrets`, such as the address
    of the database, are replaced whole.
    """
    marks = notebook.metadata.get("papermill", {})
    marks.pop("output_path", None)
    if marks.get("input_path"):
        marks["input_path"] = Path(marks["input_path"]).name
    clean = _cleaner([*places, Path.cwd(), PACKAGES, Path(sys.prefix), Path(tempfile.gettempdir())], secrets)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "stream":
                output["text"] = clean(output["text"])
            elif output.output_type == "error":
                output["evalue"] = clean(output["evalue"])
                output["traceback"] = [clean(line) for line in output["traceback"]]


def write_notebook(notebook: Any, path: Path) -> None:
    """Write a notebook that papermill has made, which has been checked as often as it needs to be."""
    from nbformat.v4 import writes_json

    path.write_text(writes_json(notebook) + "\n", encoding="utf-8")


def _cleaner(places: Iterable[Path], secrets: Iterable[str]) -> Callable[[str], str]:
    """What takes these out of a text: places become nothing, so that a path goes on from there, the user's folder "~"."""
    user = Path.home()
    said = {secret: "(the database)" for secret in secrets if secret}
    for place in {each for given in places for each in (given.absolute(), given.resolve())}:
        if len(place.parts) > 1:  # the root says nothing, and stands before every path
            forms = [str(place)]
            if place != user and place.is_relative_to(user):  # as IPython tells a file of the user's
                forms.append(f"~/{place.relative_to(user).as_posix()}")
            said |= dict.fromkeys(forms, ".")
            said |= {f"{form}{sign}": "" for form in forms for sign in "/\\"}
    if len(user.parts) > 1:
        said.setdefault(str(user), "~")
    said |= {
        form.replace("\\", "\\\\"): to for form, to in said.items() if "\\" in form
    }  # as Python quotes it
    longest_first = sorted(said, key=len, reverse=True)
    found = re.compile("|".join(re.escape(form) + END_OF_NAME * (said[form] != "") for form in longest_first))
    return lambda text: found.sub(lambda match: said[match[0]], text)

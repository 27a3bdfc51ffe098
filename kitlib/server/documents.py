"""The documents that can be ordered on a page: for each the form to fill in, and the command that it comes to.

What a document is of, its template says in its parameters; the form asks for those, and for what the command takes beside them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kitlib.content.home import look_or_plain
from kitlib.errors import KitError, did_you_mean
from kitlib.records.parameters import Parameter, parameters_of
from kitlib.settings import Settings

__all__ = ["DOCUMENTS", "Document", "find_document"]


@dataclass(frozen=True)
class Field:
    """One control of a form. `of` names what is offered to choose from (see `kitlib.meetings.desk.Desk.offers`)."""

    name: str
    label: str
    sort: str = "text"  # or choice, many, tick, date, number
    of: str = ""
    options: Sequence[tuple[str, str]] = ()  # value, words
    value: str = ""  # at first
    required: bool = False
    help: str = ""


#: How a parameter is asked for that several templates have; any other one is a box for words with what its template says.
_KNOWN = {
    "session": Field("session", "Session", "choice", "held"),
    "district": Field("district", "District", "text", "districts"),
    "school": Field("school", "School", help="Leave it empty for the district and all its schools."),
    "by": Field(
        "by", "Side by side", "choice", options=(("", "All districts as one"), ("county", "By county"))
    ),
    "county": Field("county", "County", help="As your list of districts has it"),
    "smallest": Field("smallest", "Smallest group that is shown", "number", help="10 or more"),
}
_SINCE = Field("since", "Held on this day or later", "date")
_EVERYTHING = Field(
    "all", "Make all", "tick", help="Not only what changed since it was made; it takes longer."
)


def _formats(*names: str, first: str) -> Field:
    words = {"html": "Page", "pdf": "PDF", "docx": "Word", "ipynb": "Notebook", "csv": "Table (CSV)"}
    options = tuple((name, words[name]) for name in names)
    return Field("format", "Make it as", "many", options=options, value=first)


@dataclass(frozen=True)
class Document:
    """A sort of document. `words` begin its command; `hidden` parameters are given by the kit alone."""

    name: str
    title: str
    about: str
    words: tuple[str, ...]
    more: tuple[Field, ...]
    template: Path | None = None
    required: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    argument: str = ""  # the field that the command takes without a name

    def form(self, places: Settings) -> dict[str, Any]:
        """What the page shows. Raises KitError where the template is missing."""
        say = look_or_plain(places).called.words
        fields = [
            {
                **asdict(each),
                "label": say(each.label),
                "help": say(each.help),
                "options": [(v, say(w)) for v, w in each.options],
            }
            for each in self._fields(places)
        ]
        return {"name": self.name, "title": say(self.title), "about": say(self.about), "fields": fields}

    def command(self, places: Settings, given: Mapping[str, Any]) -> list[str]:
        """The words after `kit` for a form as it was filled in. Raises KitError for what does not fit."""
        fields = {each.name: each for each in self._fields(places)}
        for name in given:
            if name not in fields:
                raise KitError(f'{self.title}: there is no "{name}"{did_you_mean(name, fields)}')
        values = {name: _plain(each, given.get(name)) for name, each in fields.items()}
        own = {each.name for each in self._own(places)}
        words = list(self.words)
        for name, value in values.items():
            if not value:
                continue
            if name == self.argument:
                words.append(value)
            elif fields[name].sort == "tick":
                words.append(f"--{name}")
            else:
                words.append(f"--set={name}={value}" if name in own else f"--{name}={value}")
        return words

    def _parameters(self, places: Settings) -> list[Parameter]:
        found = parameters_of(places.record_template(self.template)) if self.template else []
        return [each for each in found if each.name not in self.hidden]

    def _own(self, places: Settings) -> list[Parameter]:
        """Parameters that a district's own template has beside those of the kit's."""
        return [each for each in self._parameters(places) if each.name not in _KNOWN]

    def _fields(self, places: Settings) -> list[Field]:
        asked = []
        for each in self._parameters(places):
            known = _KNOWN.get(each.name)
            if known is None:
                asked.append(
                    Field(
                        each.name, each.name.replace("_", " ").capitalize(), value=each.value, help=each.help
                    )
                )
            else:
                first = each.value if known.sort == "number" else ""
                asked.append(
                    Field(**{**asdict(known), "value": first, "required": each.name in self.required})
                )
        return [*asked, *self.more]


def _plain(asked: Field, value: Any) -> str:
    """What was filled in, as a word of a command. Raises KitError for what is missing or cannot be one."""
    text = (
        ",".join(value) if isinstance(value, list) else "" if value in (None, False) else str(value).strip()
    )
    if asked.required and not text:
        raise KitError(f"{asked.label} is missing.", "Choose one, then try again.")
    if len(text) > 500 or any(ord(sign) < 32 for sign in text):
        raise KitError(f"{asked.label}: this is too long, or more than one line.", "Shorten it.")
    if text.startswith("-"):
        raise KitError(f"{asked.label} cannot begin with a dash.", "Leave it out.")
    return text


DOCUMENTS = (
    Document(
        "records",
        "Records",
        "One document for each session that a district held. Only those that changed are made again.",
        ("records",),
        (_SINCE, _formats("html", "pdf", "docx", "ipynb", first="html,ipynb"), _EVERYTHING),
        Path("records") / "record.ipynb",
    ),
    Document(
        "portfolio",
        "Pages of districts and schools",
        "All sessions of a district or a school on one page: what was decided, and where it stands now.",
        ("portfolio",),
        (_SINCE, _formats("html", "pdf", "docx", "ipynb", first="html,ipynb"), _EVERYTHING),
        Path("records") / "portfolio.ipynb",
    ),
    Document(
        "rollup",
        "Roll-up",
        "All districts that held a session as one picture. Small groups are withheld.",
        ("rollup",),
        (_formats("html", "pdf", "csv", "ipynb", first="html,csv,ipynb"),),
        Path("records") / "rollup.ipynb",
        required=frozenset({"session"}),
        hidden=frozenset({"made"}),
    ),
    Document(
        "county",
        "Page of a county",
        "All sessions that the districts of a county held, in numbers. Small groups are withheld.",
        ("rollup",),
        (_formats("html", "pdf", "csv", "ipynb", first="html,csv,ipynb"),),
        Path("records") / "county.ipynb",
        required=frozenset({"county"}),
        hidden=frozenset({"made"}),
    ),
    Document(
        "due",
        "What is due",
        "Actions due in the coming weeks or overdue, and for each district a message that is ready to send. Nothing is sent.",
        ("due", "--out=due"),
        (Field("weeks", "Weeks ahead", "number", value="4"), Field("county", "County", help="Leave it empty for all.")),
    ),
    Document(
        "handouts",
        "Handouts",
        "A session on paper: handout, facilitator’s guide, and forms, as PDF or Word.",
        ("handout",),
        (
            Field("session", "Session", "choice", "sessions", required=True),
            Field("minutes", "Minutes", "number", help="Leave it empty for the full length."),
            Field("district", "District, to stand on the sheets", "text", "districts"),
            Field("language", "Language", "choice", "languages", help="For what families read."),
            Field("large", "Large print", "tick"),
            _formats("pdf", "docx", first="pdf"),
        ),
        argument="session",
    ),
    Document(
        "export",
        "Export",
        "What was said as tables (CSV) and lines of JSON, without what is private or not for the record.",
        ("export",),
        (Field("session", "Session", "choice", "held"), Field("district", "District", "text", "districts")),
    ),
    Document(
        "backup",
        "Backup",
        "All that is here in one file, while people write. It goes into the folder “backups”.",
        ("backup",),
        (),
    ),
)  # fmt: skip


def find_document(name: str) -> Document:
    """The sort of that name. Raises KitError with the nearest one."""
    for each in DOCUMENTS:
        if each.name == name:
            return each
    known = [each.name for each in DOCUMENTS]
    raise KitError(
        f'There is no document "{name}" to order{did_you_mean(name, known)}',
        f"Use one of: {', '.join(known)}",
    )

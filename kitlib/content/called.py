"""What a state calls its districts and schools, and the kit's own sentences in those words."""

from __future__ import annotations

import re

from kitlib.content.base import Content, Text

__all__ = ["Called"]

#: The words in a sentence; not those of a command, an option or a file.
_PLACE = re.compile(r"(?<![-/])(?<!kit )\b(?:([Aa])(n?) )?([Dd]istrict|[Ss]chool)(s?)\b(?!\.\w)")
_QUOTED = re.compile('("[^"]*")')


class Called(Content):
    """What the state calls its districts and schools: one of each, as the headings of its lists do, and many."""

    district: Text = "district"
    districts: str = ""  # many; by the rules of English where it is left out
    school: Text = "school"
    schools: str = ""

    @property
    def is_usual(self) -> bool:
        """Whether the kit's own words are the state's."""
        return self == Called()

    @property
    def forms(self) -> dict[str, str]:
        """The words by the kit's own, of one and of many."""
        return {
            "district": self.district,
            "districts": self.districts or _many(self.district),
            "school": self.school,
            "schools": self.schools or _many(self.school),
        }

    def words(self, text: str) -> str:
        """A sentence of the kit's own with the state's words in it. It may hold no name of anybody but in quotes."""
        return self._said(text, names=False)

    def message(self, text: str) -> str:
        """The same of one that may hold names, which begin with a capital."""
        return self._said(text, names=True)

    def _said(self, text: str, *, names: bool) -> str:
        if self.is_usual:
            return text
        forms = self.forms

        def said(found: re.Match[str]) -> str:
            article, _, noun, many = found.groups()
            if names and noun[0].isupper():
                return found[0]
            word = forms[noun.lower() + many]
            word = word[:1].upper() + word[1:] if noun[0].isupper() else word
            return f"{article}{'n' * (word[0].lower() in 'aeio')} {word}" if article else word

        parts = _QUOTED.split(text)  # every other one is quoted
        return "".join(part if n % 2 else _PLACE.sub(said, part) for n, part in enumerate(parts))


def _many(one: str) -> str:
    if re.search("(s|x|z|ch|sh)$", one):
        return f"{one}es"
    return f"{one[:-1]}ies" if re.search("[^aeiou]y$", one) else f"{one}s"

"""Pages for paper: HTML in, a PDF that a screen reader can read (PDF/UA-1) and an archive keep (PDF/A-2a) or a Word document out.

`pdf` and `docx` are the two doors. HTML becomes a list of blocks, which are plain data; the template `document.typ`
draws them as a PDF, python-docx writes them for Word. What people wrote reaches typst as JSON alone,
so no word of it can be run. The same HTML gives the same bytes on every machine that has the same fonts:
they come from packages. Of the time only the day is written into a PDF, and nothing into a Word file.
"""

from kitlib.typeset.drawing import pdf
from kitlib.typeset.word import docx

__all__ = ["docx", "pdf"]

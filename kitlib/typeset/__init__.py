"""Pages for paper: HTML in, a PDF that a screen reader can read (PDF/UA-1) out.

`pdf` is the one door, and `docx` the one to a Word document of the same. HTML becomes a list of blocks, which are plain data; the
template `document.typ` draws them. What people wrote reaches typst as JSON alone,
so no word of it can be run. The same HTML gives the same bytes on every machine:
fonts are the package's own, and no time is written into the file.
"""

from kitlib.typeset.drawing import pdf
from kitlib.typeset.word import docx

__all__ = ["docx", "pdf"]

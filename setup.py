"""What the list in pyproject.toml cannot say: the wheel also brings what the kit ships, so that `kit init` needs nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent
SHIPPED = (
    "facilitation/**/*.yaml",
    "facilitation/**/*.po",
    "notebooks/records/*.ipynb",
    "data/*.csv",
    "data/*.md",
    "data/sample/**/*.json",
)


class BuildWithContent(build_py):
    """Copies content, templates of records, and the sample into the package, below `kitlib/shipped`."""

    def run(self) -> None:
        """Build the package, and put what is shipped beside its code."""
        super().run()
        if self.editable_mode:
            return  # the checkout itself has them
        for pattern in SHIPPED:
            for file in ROOT.glob(pattern):
                to = Path(self.build_lib, "kitlib", "shipped", file.relative_to(ROOT))
                to.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, to)


setup(cmdclass={"build_py": BuildWithContent})

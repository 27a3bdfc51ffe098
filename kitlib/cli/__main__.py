"""`python -m kitlib.cli` does what `kit` does."""

from kitlib.cli import run

run()

"""What is said and done in sessions: models of the YAML files, and the one way to load them."""

from kitlib.content.loading import Library
from kitlib.content.models import Session

__all__ = ["Library", "Session"]

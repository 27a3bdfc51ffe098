"""Notes compared by a small sentence model: a folder as model2vec writes it. Nothing is fetched from anywhere."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from kitlib.errors import KitError

__all__ = ["CERTAINTY", "FILES", "ModelReader"]

FILES = ("config.json", "tokenizer.json", "model.safetensors")
CERTAINTY = 0.5  # where the folder does not say its own: models differ in how near to each other they put what is alike


class ModelReader:
    """Compares texts by what they mean, as far as the model in a folder knows."""

    def __init__(self, folder: Path, certainty: float | None = None) -> None:
        missing = [name for name in FILES if not (folder / name).is_file()]
        if missing:  # a name that is no folder would be looked for on the network
            raise KitError(
                f"KIT_THEMES_MODEL names {folder}, and that is no folder with a sentence model: {missing[0]} is not in it.",
                f"Put the model's files there ({', '.join(FILES)}), or unset KIT_THEMES_MODEL: notes are then grouped by "
                "the words that they share.",
            )
        try:
            from model2vec import StaticModel
        except ImportError:
            raise KitError(
                "Grouping by meaning needs a package that is not installed.",
                "Install it: pip install 'kitlib[themes]'. Or unset KIT_THEMES_MODEL.",
            ) from None
        try:
            self._model = StaticModel.from_pretrained(folder.resolve())
        except Exception as error:
            raise KitError(
                f"The sentence model in {folder} cannot be read: {error}",
                "Put a model there as model2vec saves it, or unset KIT_THEMES_MODEL.",
            ) from error
        self.certainty = CERTAINTY if certainty is None else certainty
        self.by = (
            f"Grouped by meaning, with the sentence model “{folder.name}”. Nothing left the kit’s computer."
        )

    def alike(self, texts: list[str]) -> npt.NDArray[np.float64]:
        """How alike each text is to each, from 0 to 1."""
        vectors = np.asarray(self._model.encode(texts, use_multiprocessing=False), dtype=np.float64)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors = vectors / np.where(lengths == 0, 1, lengths)
        return np.clip(vectors @ vectors.T, 0, 1)

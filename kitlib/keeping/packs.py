"""A pack: what lies in a home's own/, as a wheel that is installed beside another kit and is a layer of content there."""

from __future__ import annotations

import base64
import hashlib
import shlex
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kitlib import __version__
from kitlib.content import Library
from kitlib.content.begun import still_as_begun
from kitlib.content.document import short
from kitlib.content.home import Home, read_home
from kitlib.content.layers import GROUP, PACKAGE, is_content
from kitlib.content.provenance import publisher_text
from kitlib.content.translations import ENDING
from kitlib.errors import ContentError, KitError, NotFoundError
from kitlib.settings import Settings, shipped, sqlite_url
from kitlib.translating.checking import CatalogueCheck

__all__ = ["Built", "build_pack"]

_CONTENT = (
    ".yaml",
    ".json",
    ".po",
)  # sessions and all else, and their translations; what a version replaced is noted beside it
_DAY = (1980, 1, 1, 0, 0, 0)  # the same content gives the same bytes on any day


@dataclass(frozen=True)
class Built:
    """A wheel that was written, how many sessions it brings, and what in it nobody wrote over."""

    path: Path
    sessions: int
    begun: tuple[str, ...] = ()  # lines that still stand as `kit new` wrote them


def build_pack(folder: Path, out: Path | None = None) -> Built:
    """Write the wheel of a home into `out`, by default its folder dist/. Nothing is fetched.

    Raises NotFoundError for a folder that is no home, ContentError with every fault of its content, and KitError where
    there is nothing to pack, it is not said as what, or the wheel cannot be written.
    """
    home = folder.expanduser().resolve()
    places = Settings(home, sqlite_url(home / "data" / ".kit" / "kit.db"))
    if not places.kit_file.is_file():
        raise NotFoundError(f"{home} has no kit.yaml, so it is no pack.", "Begin one: kit pack new FOLDER")
    said = read_home(places)
    if said.pack is None:
        raise KitError(
            "kit.yaml does not say what the pack is called.",
            'Add this line to it: pack: {name: our-sessions, version: "1.0"}',
        )
    library = Library.of(places)
    own = _sound(library, places)
    sessions = sum(path.is_relative_to(places.own) for path in library.session_files.values())
    name = said.pack.name.replace("-", "_")
    to = (out or home / "dist") / f"{name}-{said.pack.version}-py3-none-any.whl"
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        _write(to, _files(said, own, places))
    except OSError as error:
        raise KitError(
            f"{to} cannot be written: {error.strerror or error}.",
            f"Name another folder: {shlex.join(['kit', 'pack', 'build', str(folder), '--out', 'FOLDER'])}",
        ) from None
    begun = [
        f"{short(path)}, {told}" for path in own if path.suffix == ".yaml" for told in still_as_begun(path)
    ]
    return Built(to, sessions, tuple(begun))


def _sound(library: Library, places: Settings) -> list[Path]:
    """The files of own/ that are packed. Raises ContentError with the faults of all of them."""
    own = [path for path in library.files() if path.is_relative_to(places.own)]
    if not own:
        raise KitError("own/ holds nothing to pack.", "Begin with a resource: kit new resource ID")
    faults = []
    catalogues = CatalogueCheck(library)
    for path in [*own, *(path for path in library.layers.catalogues() if path.is_relative_to(places.own))]:
        try:
            catalogues.notes(path) if path.suffix == ENDING else library.check(path)
        except ContentError as error:
            faults.append(error.what)
    if faults:
        raise ContentError("\n".join(faults), "Mend, then run: kit check")
    if taken := list(_taken(own, places)):
        raise ContentError("\n".join(taken), "Rename them, then run it again.")
    return [
        path
        for path in sorted(places.own.rglob("*"))
        if path.suffix in _CONTENT and path.is_file() and is_content(path, places.own)
    ]


def _taken(own: Sequence[Path], places: Settings) -> Iterator[str]:
    """What could not stand beside the kit, where its own goes by the same id. Blocks can: a pack's sessions have its own."""
    kit = Library(shipped() / "facilitation")
    mine = Library(places.own)
    why = "also the id of {} that comes with the kit; where both are, the kit's stands. Give yours another."
    for path in own:
        folder = path.relative_to(places.own).parts[0]
        if folder in ("instruments", "reminders") and kit.layers.find(*path.relative_to(places.own).parts):
            yield f"{short(path)}: {path.stem} is {why.format(f'a {folder[:-1]}' if folder[0] != 'i' else 'an instrument')}"
    for id in mine.session_files.keys() & kit.session_files.keys():
        yield f"{mine.name_of(id)}: {id} is {why.format('a session')}"
    for id, scale in mine.scales().items():
        if id in kit.scales() and kit.scale(id).points != scale.points:
            yield f"{short(places.own / 'scales.yaml')}: {id} is {why.format('a scale with other points')}"


def _files(said: Home, own: list[Path], places: Settings) -> dict[str, bytes]:
    """Everything in the wheel but its list, by place."""
    assert said.pack is not None
    name = said.pack.name.replace("-", "_")
    package = f"{PACKAGE}{name}"  # no other package is called so
    at = f"{name}-{said.pack.version}.dist-info"
    found = {f"{package}/__init__.py": f'"""Content of the pack {said.pack.name}."""\n'.encode()}
    # Whose it is goes along: the kit.yaml of where it is installed speaks of another home.
    found[f"{package}/facilitation/publisher.yaml"] = publisher_text(said).encode()
    for path in own:
        found[f"{package}/facilitation/{path.relative_to(places.own).as_posix()}"] = path.read_bytes()
    about = {
        "Metadata-Version": "2.1",
        "Name": said.pack.name,
        "Version": said.pack.version,
        "Summary": f"Sessions for the facilitation kit, by {said.publisher}",
        "Author": said.publisher,
        "Requires-Dist": f"kitlib>={__version__}",
    }
    wheel = {
        "Wheel-Version": "1.0",
        "Generator": f"kit {__version__}",
        "Root-Is-Purelib": "true",
        "Tag": "py3-none-any",
    }
    return found | {
        f"{at}/METADATA": _headers(about),
        f"{at}/WHEEL": _headers(wheel),
        f"{at}/entry_points.txt": f"[{GROUP}]\n{said.pack.name} = {package}\n".encode(),
    }


def _headers(about: Mapping[str, str]) -> bytes:
    return "".join(f"{key}: {' '.join(value.split())}\n" for key, value in about.items()).encode()


def _write(to: Path, files: dict[str, bytes]) -> None:
    """A wheel as its specification has it: the files, and last a list of them with their digests."""
    record = next(place.rpartition("/")[0] for place in files if place.endswith("/WHEEL")) + "/RECORD"
    lines = [f"{place},sha256={_digest(raw)},{len(raw)}" for place, raw in files.items()]
    listed = "\n".join([*lines, f"{record},,", ""]).encode()
    half = to.with_name(f"{to.name}.part")
    with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as wheel:
        for place, raw in {**files, record: listed}.items():
            entry = zipfile.ZipInfo(place, _DAY)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            wheel.writestr(entry, raw)
    half.replace(to)


def _digest(raw: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(raw).digest()).rstrip(b"=").decode()

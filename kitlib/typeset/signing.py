"""A PDF signed with the key of who answers for it: any reader of PDFs shows whose it is, and whether it is whole.

The signature is a PAdES one (ETSI EN 319 142-1) over all of the file. It stands outside the page, so the document looks and
reads as before, and stays PDF/A-2a and PDF/UA-1.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kitlib.errors import KitError
from kitlib.settings import SigningKey, signing_key
from kitlib.typeset.quiet import silent

__all__ = ["Signature", "check_key", "key_name", "signature_in", "signed"]

EXTRA = "kitlib[sign]"
FIELD = "Signature"
OUTSIDE = (-1, -1, -1, -1)  # of the page: nothing to see, and nothing to read aloud


@dataclass(frozen=True)
class Signature:
    """What a file says of who signed it. `ours` where it was the key that is set here."""

    name: str
    whole: bool
    ours: bool


def check_key() -> None:
    """Raise KitError where a key is set with which nothing can be signed; before hundreds of documents are begun."""
    if given := signing_key():
        _signer(given)


def key_name() -> str:
    """A digest of the certificate of the key that is set, empty where none is. Raises KitError as `check_key` does."""
    given = signing_key()
    return "" if given is None else _signer(given).signing_cert.sha256.hex()[:32]


def signed(made: bytes) -> bytes:
    """The PDF with the signature of the key that is set (`KIT_SIGNING_KEY`); as it is where there is none."""
    given = signing_key()
    if given is None:
        return made
    signer = _signer(given)
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    about = signers.PdfSignatureMetadata(
        field_name=FIELD, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    place = fields.SigFieldSpec(FIELD, box=OUTSIDE, readable_field_name="Signature of this document")
    signing = signers.PdfSigner(about, signer=signer, new_field_spec=place)
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(made))
    writer._update_meta = lambda: None  # it would write the metadata anew, in a form that PDF/A does not take
    written = signing.sign_pdf(writer)
    found: bytes = written.getvalue()
    return found


def signature_in(path: Path) -> Signature | None:
    """The signature of a PDF; None where it has none, or where what reads signatures is not installed."""
    try:
        from pyhanko.pdf_utils.reader import PdfFileReader
        from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
        from pyhanko_certvalidator import ValidationContext
    except ImportError:
        return None
    # Whether the certificate is trusted is for whoever reads it; here it counts what the file holds.
    nobody = ValidationContext(trust_roots=[], allow_fetching=False)
    try:
        with silent("pyhanko", "pyhanko_certvalidator"):
            found = PdfFileReader(io.BytesIO(path.read_bytes())).embedded_signatures[0]
            status = validate_pdf_signature(found, signer_validation_context=nobody)
    except Exception:  # an altered file can be wrong in any way, and the library raises what it likes
        return None
    name = status.signing_cert.subject.native
    said = ", ".join(name[part] for part in ("common_name", "organization_name") if part in name)
    given = signing_key()
    ours = given is not None and _signer(given).signing_cert.sha256 == status.signing_cert.sha256
    whole = bool(status.intact and status.valid) and status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    return Signature(said or "somebody without a name", whole, ours)


@lru_cache(maxsize=4)
def _signer(given: SigningKey) -> Any:
    """Read once a process: unlocking it takes longer than a signature."""
    try:
        from pyhanko.sign import signers
    except ImportError:
        raise KitError(
            "KIT_SIGNING_KEY is set, and what signs PDFs is not installed.",
            f"Install it: pip install '{EXTRA}', or sign nothing: unset KIT_SIGNING_KEY",
        ) from None
    try:
        with open(given.file, "rb"):
            pass
    except OSError as error:
        raise KitError(
            f"The key {given.file} (KIT_SIGNING_KEY) cannot be read: {error.strerror}.",
            "Name the file of your key and certificate (PKCS#12, .p12 or .pfx).",
        ) from None
    with silent("pyhanko"):
        load: Any = signers.SimpleSigner.load_pkcs12
        found = load(given.file, passphrase=given.password.encode() or None)
    if found is None:
        raise KitError(
            f"The key {given.file} (KIT_SIGNING_KEY) cannot be opened: its password is another one, or it is no PKCS#12 file.",
            "Put its password into KIT_SIGNING_PASSWORD, or make the file anew (docs/coordinating.md, Signed).",
        )
    return found

"""A certificate that this computer makes for itself, so that what devices send it over the network is encrypted.

Nobody else vouches for it: each browser warns once, and whoever goes on can compare the fingerprint.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kitlib.errors import KitError
from kitlib.settings import private_folder

if TYPE_CHECKING:
    from cryptography import x509

__all__ = ["OwnCertificate", "own_certificate"]

DAYS = 390  # browsers refuse what is valid for more than 398
LEFT = 30  # days before its end it is made anew


@dataclass(frozen=True)
class OwnCertificate:
    """Its files, and the SHA-256 by which people can tell it."""

    file: Path
    key: Path
    fingerprint: str


def own_certificate(folder: Path, names: Sequence[str]) -> OwnCertificate:
    """The certificate in a folder, for these names and numbers of this computer; made where none fits any more.

    Raises KitError where the library that makes it is not installed.
    """
    try:
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes
    except ImportError:
        raise KitError(
            "A certificate cannot be made here: the library for it is not installed.",
            "Install it: pip install 'kitlib[https]', or name a certificate of yours: --certificate FILE --key FILE",
        ) from None
    wanted = sorted({"localhost", socket.gethostname(), "127.0.0.1", *names})
    file, key = folder / "certificate.pem", folder / "key.pem"
    if not (file.exists() and key.exists() and _fits(file, wanted)):
        private_folder(folder)
        _make(file, key, wanted)
    made = x509.load_pem_x509_certificate(file.read_bytes())
    return OwnCertificate(file, key, made.fingerprint(hashes.SHA256()).hex(":").upper())


def _fits(file: Path, wanted: Sequence[str]) -> bool:
    from cryptography import x509

    try:
        there = x509.load_pem_x509_certificate(file.read_bytes())
        named = there.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except ValueError:
        return False
    left = there.not_valid_after_utc - dt.datetime.now(dt.UTC)
    return left > dt.timedelta(days=LEFT) and set(map(_general_name, wanted)) <= set(named)


def _make(file: Path, key: Path, names: Sequence[str]) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    secret = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Meeting kit on this computer")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))  # the clock of a phone may be slow
        .not_valid_after(now + dt.timedelta(days=DAYS))
        .add_extension(x509.SubjectAlternativeName([_general_name(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(secret, hashes.SHA256())
    )
    plain = (
        serialization.NoEncryption()
    )  # the file is its owner's alone, and nobody is there to type a password
    _write(key, secret.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    _write(file, certificate.public_bytes(serialization.Encoding.PEM))


def _general_name(name: str) -> x509.GeneralName:
    from cryptography import x509

    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _write(file: Path, content: bytes) -> None:
    aside = file.with_suffix(".new")
    aside.unlink(missing_ok=True)
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        opened.write(content)
    os.replace(aside, file)

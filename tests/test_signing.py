"""PDFs that are signed: whose they are, whether they are whole, and that they stay fit to be kept and read aloud."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from pdf_tree import assert_each_object_begins_a_line
from pypdf import PdfReader

DISTRICT = "999001"


def a_key(path: Path, office: str, password: str = "open it") -> dict[str, str]:
    """A key and its certificate in a file, as an office has them; the variables that name it."""
    key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.UTC)
    parts = [(NameOID.COMMON_NAME, office), (NameOID.ORGANIZATION_NAME, "Sample State")]
    name = x509.Name([x509.NameAttribute(*part) for part in parts])
    made = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now, now + dt.timedelta(days=30)
    )
    uses = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    certificate = made.add_extension(uses, critical=True).sign(key, hashes.SHA256())
    lock = BestAvailableEncryption(password.encode())
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"kit", key, certificate, None, lock))
    return {"KIT_SIGNING_KEY": str(path), "KIT_SIGNING_PASSWORD": password}


@pytest.fixture
def key(tmp_path: Path) -> dict[str, str]:
    return a_key(tmp_path / "office.p12", "Records Office")


@pytest.fixture
def written(hold, page) -> None:
    page(hold("introducing-bias", district=DISTRICT), seat="seat-1").write(
        "scene", "moment", "We asked twice."
    )


def the_pdf(home: Path) -> Path:
    (made,) = (home / "records").rglob("*.pdf")
    return made


def test_a_signed_record_says_whose_it_is_and_is_known_as_altered_by_its_own_signature(
    process, written, key, home, tmp_path
):
    assert process("records", "--format", "pdf", env=key).returncode == 0
    made = the_pdf(home)
    assert (
        "Signed by Records Office, Sample State." in process("records", "verify", str(made), env=key).stdout
    )

    raw = made.read_bytes()
    for n, changed in enumerate(
        (raw.replace(b"/Lang", b"/Lanh", 1), raw + b"\n% a line more\n", raw[:200] + b"0" + raw[201:])
    ):
        copy = tmp_path / f"{n}.pdf"
        copy.write_bytes(changed)
        told = process("records", "verify", str(copy), env=key)
        assert told.returncode == 1
        assert "was changed after it was signed" in told.stdout or "NOT a record" in told.stdout, told.stdout


def test_a_signature_shows_on_no_page_and_its_document_stays_fit_to_be_kept_and_read_aloud(
    process, written, key, home
):
    process("records", "--format", "pdf")
    plain = PdfReader(the_pdf(home))
    process("records", "--format", "pdf", env=key)
    signed = PdfReader(the_pdf(home))

    assert [page.extract_text() for page in signed.pages] == [page.extract_text() for page in plain.pages]
    root = signed.trailer["/Root"]
    for kept in ("/MarkInfo", "/StructTreeRoot", "/OutputIntents", "/Lang", "/Metadata"):
        assert kept in root, kept
    assert root["/Metadata"].get_data() == plain.trailer["/Root"]["/Metadata"].get_data()
    assert_each_object_begins_a_line(the_pdf(home).read_bytes())
    (field,) = (each.get_object() for each in root["/AcroForm"]["/Fields"])
    assert field["/V"]["/SubFilter"] == "/ETSI.CAdES.detached"
    left, low, right, high = field["/Rect"]
    box = signed.pages[0].cropbox
    assert (right < box.left, high < box.bottom) == (True, True), (
        "outside a page, no tag is needed (PDF/UA-1, 7.18)"
    )
    assert (left, low) == (right, high), "nothing to draw (PDF/A-2, 6.3.3)"
    assert field["/TU"] == "Signature of this document"
    assert field["/F"] & 0b110 == 0b100, "printed, not hidden (PDF/A-2, 6.3.2)"
    assert signed.pages[0]["/Tabs"] == "/S"


def test_records_are_made_anew_when_another_key_signs_or_none(process, written, key, home, tmp_path):
    process("records", "--format", "pdf", env=key)
    assert "1 were up to date" in process("records", "--format", "pdf", env=key).stdout
    other = a_key(tmp_path / "other.p12", "Another Office")

    assert "another key signs" in process("records", "--format", "pdf", "--dry-run", env=other).stdout
    told = process("records", "verify", str(the_pdf(home)), env=other).stdout
    assert "Signed by Records Office, Sample State, with another key than the one that is set here." in told
    assert "another key signs" in process("records", "--format", "pdf", "--dry-run").stdout


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"KIT_SIGNING_PASSWORD": "guess"}, "its password is another one"),
        ({"KIT_SIGNING_KEY": "nowhere.p12"}, "cannot be read: No such file"),
        ({"KIT_SIGNING_KEY": "data/districts.csv"}, "or it is no PKCS#12 file"),
    ],
)
def test_a_key_that_does_not_sign_is_told_before_anything_is_made(kit, written, key, home, wrong, said):
    told = kit("records", "--format", "html,pdf", env={**key, **wrong})

    assert told.returncode == 1
    assert said in told.stderr
    assert not (home / "records").exists()
    assert kit("records", "--format", "html", env={**key, **wrong}).returncode == 0, "a page needs no key"

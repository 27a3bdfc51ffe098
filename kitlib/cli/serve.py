"""`kit serve`: the pages by which other devices take part, on a server of their own."""

from __future__ import annotations

import asyncio
import signal
import ssl
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from kitlib.errors import KitError
from kitlib.server.certificate import own_certificate
from kitlib.server.sharing import own_address
from kitlib.settings import PARTICIPANTS_PORT, see_that_work_can_be_kept, settings

__all__ = ["serve"]

WARNED = """
What devices send is encrypted. The first time, each browser warns that the connection is not private: nobody but this
computer vouches for its certificate. Tell people what to press:
  Chrome, Edge, Android:  Advanced, then Continue (or Proceed) to this address
  Safari, iPhone, iPad:   Show Details, then visit this website
  Firefox:                Advanced, then Accept the Risk and Continue
Who wants to be sure compares the SHA-256 fingerprint in the certificate's details:
  {fingerprint}
"""


def serve(
    port: Annotated[
        int, typer.Option(help="Keep it the same: what a browser keeps back belongs to one port.")
    ] = PARTICIPANTS_PORT,
    address: Annotated[str, typer.Option(help="Where to listen; by default on every network.")] = "0.0.0.0",
    certificate: Annotated[
        Path | None, typer.Option(help="A file of certificates (PEM): pages then come encrypted, by https.")
    ] = None,
    key: Annotated[Path | None, typer.Option(help="The key of the certificate (PEM).")] = None,
    https: Annotated[
        bool, typer.Option("--https", help="Encrypt with a certificate that this computer makes for itself.")
    ] = False,
    proxy: Annotated[
        bool, typer.Option(help="A proxy of yours stands before it, speaks https, and says who asks.")
    ] = False,
    until_closed: Annotated[bool, typer.Option(hidden=True)] = False,
) -> None:
    """Let other devices join teams by their codes, and reach nothing else.

    It has no notebook and runs nobody's code. kit lab --share starts it too.

    Example: kit serve --certificate school.pem --key school.key
    """
    places = settings()
    see_that_work_can_be_kept(places)
    if https:
        if certificate or key:
            raise KitError(
                "--https makes a certificate.", "Leave it out, or leave out --certificate and --key."
            )
        own = own_certificate(places.certificate, [own_address()])
        certificate, key = own.file, own.key
        typer.echo(WARNED.format(fingerprint=own.fingerprint))
    tls = _tls(certificate, key)
    secure = bool(tls) or proxy
    asyncio.run(
        _run(places.home, address, port, secure=secure, proxy=proxy, tls=tls, until_closed=until_closed)
    )


async def _run(
    home: Path, address: str, port: int, *, secure: bool, proxy: bool, tls: dict[str, Any], until_closed: bool
) -> None:
    from kitlib.server.participants import application, listen

    app = application(home, secure=secure)
    try:
        server = listen(app, address, port, xheaders=proxy, **tls)
    except OSError as error:
        raise KitError(
            f"Port {port} cannot be used: {error.strerror}.",
            "The kit may be running already. Stop it, or take another port: kit serve --port N",
        ) from None
    where = f"{'https' if tls else 'http'}://{own_address()}:{port}/kit/join"
    typer.echo(f"Other devices on this network join at: {where}")
    if not secure:
        typer.echo("It is not encrypted, so what people write in private stays on their own device.")
    await _stopped(until_closed)
    server.stop()
    app.settings["meetings"].close()


async def _stopped(until_closed: bool) -> None:
    """Settled when the server is to stop: by a signal, or because who started it is gone."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:  # on Windows the interrupt itself ends it
            break
    if until_closed:
        closed = loop.run_in_executor(None, sys.stdin.buffer.read)
        closed.add_done_callback(lambda _: stop.set())
    await stop.wait()


def _tls(certificate: Path | None, key: Path | None) -> dict[str, Any]:
    if certificate is None and key is None:
        return {}
    if certificate is None:
        raise KitError(
            "A key alone is not enough.", "Name its certificate too: kit serve --certificate FILE --key FILE"
        )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(certificate, key)
    except OSError as error:  # an SSLError is one
        raise KitError(
            f"The certificate {certificate} cannot be used: {error}",
            "Name a certificate and its key, both as PEM: kit serve --certificate FILE --key FILE",
        ) from None
    return {"ssl_options": context}

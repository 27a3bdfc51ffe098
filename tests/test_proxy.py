"""`kit serve` behind a real proxy, with the configuration that the kit gives: examples/proxy/nginx.conf."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import ssl
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import websocket
from kit_home import ROOT, make_home
from running_lab import Lab, await_answer, free_port, running_lab

from kitlib.exchange.districts import load_sample_districts
from kitlib.server.certificate import own_certificate
from kitlib.server.participants import GUESSES
from kitlib.store import Address

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


@dataclass
class Proxy:
    """nginx before `kit serve`, in a folder of its own."""

    lab: Lab
    folder: Path
    port: int = field(default_factory=free_port)

    def start(self) -> None:
        subprocess.run(
            [str(NGINX), "-c", self.folder / "nginx.conf", "-p", self.folder], check=True, capture_output=True
        )

    def stop(self) -> None:
        subprocess.run([str(NGINX), "-c", self.folder / "nginx.conf", "-p", self.folder, "-s", "stop"], check=True, capture_output=True)  # fmt: skip
        while (self.folder / "pid").exists():
            time.sleep(0.02)

    @property
    def trusting(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.folder / "certificate.pem")


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    if NGINX is None:
        absent = "no nginx here; on Debian: apt-get install nginx"
        if os.environ.get("KIT_REQUIRE_NGINX"):
            pytest.fail(f"KIT_REQUIRE_NGINX is set and there is {absent}")
        pytest.skip(absent)
    home = make_home(tmp_path_factory.mktemp("proxy") / "kit")
    with running_lab(home, notebooks=False) as lab:
        load_sample_districts(lab.store, home / "data")
        proxy, behind = Proxy(lab, home.parent / "nginx"), free_port()
        proxy.folder.mkdir()
        own = own_certificate(proxy.folder, ["localhost", "127.0.0.1"])
        given = (ROOT / "examples" / "proxy" / "nginx.conf").read_text(encoding="utf-8")
        for ours, theirs in {
            "listen 443 ssl": f"listen 127.0.0.1:{proxy.port} ssl",
            "kit.example.org": "localhost",
            "/etc/ssl/certs/kit.pem": str(own.file),
            "/etc/ssl/private/kit.key": str(own.key),
            "http://127.0.0.1:8874": f"http://127.0.0.1:{behind}",
        }.items():
            assert given.count(ours) == 1, ours
            given = given.replace(ours, theirs)
        places = "".join(
            f"{name}_temp_path {proxy.folder};"
            for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        user = "user root;" if os.getuid() == 0 else ""
        (proxy.folder / "nginx.conf").write_text(
            f"{user} pid {proxy.folder}/pid; error_log {proxy.folder}/error.log; events {{}}\nhttp {{ {places}\n{given}}}\n"
        )
        command = [
            sys.executable,
            "-m",
            "kitlib.cli",
            "serve",
            "--proxy",
            "--address",
            "127.0.0.1",
            "--port",
            str(behind),
        ]
        with (
            (home.parent / "serve.log").open("ab") as log,
            subprocess.Popen(command, env=lab.environment, cwd=home, stdout=log, stderr=log) as serving,
        ):
            try:
                await_answer(f"http://127.0.0.1:{behind}/kit/join", home.parent / "serve.log")
                proxy.start()
                yield proxy
            finally:
                if (proxy.folder / "pid").exists():
                    proxy.stop()
                serving.terminate()


class Visitor:
    """A browser without a page, at one address of the network."""

    def __init__(self, proxy: Proxy, source: str = "127.0.0.1") -> None:
        self.proxy, self.source = proxy, source
        self.cookies: dict[str, str] = {}
        self.set: list[str] = []

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str]:
        connection = http.client.HTTPSConnection(
            "localhost",
            self.proxy.port,
            timeout=30,
            context=self.proxy.trusting,
            source_address=(self.source, 0),
        )
        with closing(connection):
            cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            connection.request(method, path, body or None, {"Cookie": cookie, **headers})
            answer = connection.getresponse()
            for each in answer.headers.get_all("Set-Cookie") or []:
                self.set.append(each)
                name, _, value = each.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.read().decode()

    def join(self, code: str) -> int:
        self.ask("GET", "/kit/join")
        form = urllib.parse.urlencode({"code": code, "_xsrf": self.cookies["_xsrf"]})
        return self.ask("POST", "/kit/join", form, **{"Content-Type": "application/x-www-form-urlencoded"})[0]

    def call(self, name: str, body: Any) -> tuple[int, Any]:
        headers = {"Content-Type": "application/json", "X-XSRFToken": self.cookies["_xsrf"]}
        status, text = self.ask("POST", f"/kit/api/{name}", json.dumps(body), **headers)
        return status, json.loads(text)


@pytest.fixture
def opened(proxy):
    return proxy.lab.open("introducing-bias")


def entry(opened, value: str, seq: int, seat: str = "seat-1") -> dict[str, Any]:
    at = {
        "meeting": opened.meeting.id,
        "team": "team-1",
        "seat": seat,
        "activity": "scene",
        "field": "moment",
    }
    return {"entries": [{**at, "value": value, "writer": "w-of-a-device", "seq": seq, "base": None}]}


def joined(proxy: Proxy, opened: Any) -> Visitor:
    visitor = Visitor(proxy)
    assert visitor.join(proxy.lab.code(opened)) == 303
    return visitor


def test_a_page_comes_writes_and_is_told_of_changes_through_it_and_its_cookies_are_for_https_alone(
    proxy, opened
):
    visitor = joined(proxy, opened)
    assert all("Secure" in each for each in visitor.set)
    query = urllib.parse.urlencode({"meeting": opened.meeting.id, "team": "team-1"})
    told = websocket.create_connection(
        f"wss://localhost:{proxy.port}/kit/changes?{query}",
        timeout=30, sslopt={"context": proxy.trusting}, origin=f"https://localhost:{proxy.port}",
        cookie="; ".join(f"{name}={value}" for name, value in visitor.cookies.items()),
    )  # fmt: skip
    with closing(told):
        status, answer = visitor.call("entries", entry(opened, "We were in the hall.", 1))
        assert (status, answer["results"][0]["outcome"]) == (200, "saved")
        assert told.recv() == "changed"


def test_only_who_guesses_waits_whatever_address_they_claim(proxy, opened):
    guesser, neighbour = Visitor(proxy, "127.0.0.2"), Visitor(proxy, "127.0.0.3")
    guesser.ask("GET", "/kit/join")
    form = urllib.parse.urlencode({"code": "AAAA-AAAA", "_xsrf": guesser.cookies["_xsrf"]})
    statuses = [
        guesser.ask("POST", "/kit/join", form, **{
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Forwarded-For": f"10.0.0.{n}", "X-Real-IP": f"10.0.0.{n}",
        })[0]
        for n in range(GUESSES[0] + 2)
    ]  # fmt: skip
    assert (statuses[0], statuses[-1]) == (404, 429)
    assert neighbour.join(proxy.lab.code(opened)) == 303


def test_a_proxy_that_is_started_anew_loses_nothing_and_doubles_nothing(proxy, opened):
    visitor = joined(proxy, opened)
    sent = [f"sentence {n}" for n in range(1, 13)]
    for n, text in enumerate(sent, start=1):
        if n == 5:
            proxy.stop()
            with pytest.raises(OSError, match="refused"):
                visitor.call("entries", entry(opened, text, n))
            proxy.start()  # the page then sends the same again
        status, answer = visitor.call("entries", entry(opened, text, n))
        assert (status, answer["results"][0]["outcome"]) == (200, "saved"), n

    history = proxy.lab.store.entries.history(
        Address(opened.meeting.id, "team-1", "seat-1", "scene", "moment")
    )
    assert [each.value for each in history] == sent


def test_the_proxy_writes_down_nothing_of_what_was_asked(proxy, opened):
    visitor = joined(proxy, opened)
    visitor.call("entries", entry(opened, "Unheard of", 1))

    written = b"".join(
        f.read_bytes() for f in proxy.folder.rglob("*") if f.is_file() and f.name != "nginx.conf"
    )
    assert opened.meeting.id.encode() not in written
    assert b"Unheard" not in written

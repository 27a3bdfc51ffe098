"""examples/hub/, run: JupyterHub with a provider of accounts, PostgreSQL, two facilitators with a district each, and `kit serve`."""

from __future__ import annotations

import base64
import hashlib
import html
import http.server
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import urllib.parse
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import websocket
import yaml
from kit_home import ROOT, make_home
from postgres import Postgres
from running_lab import await_answer, free_port

from kitlib.store import District, Grant, Store

requests: Any = pytest.importorskip("requests", reason="no JupyterHub here: pip install '.[test]'")

HUB = ROOT / "examples" / "hub"
ALDER, BIRCH = "999001", "999002"
PLACES = {"hannah": ALDER, "jonas": BIRCH}
CLIENT, SECRET = "kit-hub", "between the hub and the provider"

OWN_ROWS = """
import json, os, psycopg
url = os.environ["KIT_DATABASE_URL"]
def ask(url, query):
    try:
        with psycopg.connect(url) as connection:
            return sorted(row[0] for row in connection.execute(query))
    except psycopg.OperationalError as error:
        return str(error)
other = {"hannah": "jonas", "jonas": "hannah"}[os.environ["JUPYTERHUB_USER"]]
as_other = url.replace(os.environ["JUPYTERHUB_USER"], other)
as_owner = url.replace(os.environ["JUPYTERHUB_USER"], "kit")
print(json.dumps({
    "districts": ask(url, "SELECT code FROM districts"),
    "said": [json.loads(each) for each in ask(url, "SELECT value FROM entries")],
    "refused": ["password authentication failed" in str(ask(each, "SELECT 1")) for each in (as_other, as_owner)],
}))
"""


class Provider(http.server.BaseHTTPRequestHandler):
    """A provider of accounts: OpenID Connect's authorization-code flow with PKCE, and a form on which somebody signs in."""

    codes: dict[str, dict[str, str]] = {}  # noqa: RUF012
    tokens: dict[str, str] = {}  # noqa: RUF012

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        if path == "/authorize":
            asked = dict(urllib.parse.parse_qsl(query))
            assert (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
            assert asked["code_challenge_method"] == "S256"
            hidden = html.escape(query, quote=True)
            self.say(
                200, f'<form method="post"><input name="asked" value="{hidden}"><input name="name"></form>'
            )
        else:
            name = self.tokens[self.headers["Authorization"].removeprefix("Bearer ")]
            self.say(200, json.dumps({"sub": f"sub-{name}", "preferred_username": name}), "application/json")

    def do_POST(self) -> None:
        form = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        if self.path.startswith("/authorize"):
            asked, code = dict(urllib.parse.parse_qsl(form["asked"])), secrets.token_hex(8)
            self.codes[code] = {**asked, "name": form["name"]}
            back = urllib.parse.urlencode({"code": code, "state": asked["state"]})
            self.send_response(302)
            self.send_header("Location", f"{asked['redirect_uri']}?{back}")
            self.end_headers()
            return
        given = self.codes.pop(form["code"])
        proof = hashlib.sha256(form["code_verifier"].encode()).digest()
        assert base64.urlsafe_b64encode(proof).decode().rstrip("=") == given["code_challenge"]
        assert (form["redirect_uri"], form["client_secret"]) == (given["redirect_uri"], SECRET)
        token = secrets.token_hex(8)
        self.tokens[token] = given["name"]
        self.say(200, json.dumps({"access_token": token, "token_type": "Bearer"}), "application/json")

    def say(self, status: int, text: str, kind: str = "text/html") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def provider() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Provider) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@dataclass
class Person:
    """Somebody with a browser."""

    hub: str
    name: str
    browser: Any = field(default_factory=lambda: requests.Session())

    def sign_in(self) -> Any:
        """Come to the hub, which leads to the provider's form and back."""
        page = self.browser.get(f"{self.hub}/hub/home", timeout=60)
        asked = html.unescape(re.findall(r'name="asked" value="([^"]+)"', page.text)[0])
        return self.browser.post(page.url, data={"asked": asked, "name": self.name}, timeout=60)

    def start_server(self) -> None:
        self.post("/hub/api", f"/users/{self.name}/server")
        told = self.browser.get(
            f"{self.hub}/hub/api/users/{self.name}/server/progress", stream=True, timeout=300
        )
        events = [json.loads(line[5:]) for line in told.iter_lines() if line.startswith(b"data:")]
        assert events[-1].get("ready"), events
        assert self.browser.get(f"{self.server}/lab", timeout=60).status_code == 200

    @property
    def server(self) -> str:
        return f"{self.hub}/user/{self.name}"

    def post(self, under: str, path: str, body: Any = None) -> Any:
        at = f"{self.hub}{under}{path}"
        cookies = requests.cookies.get_cookie_header(self.browser.cookies, requests.Request("GET", at)) or ""
        tokens = re.findall(r"_xsrf=([^;]+)", cookies)
        answer = self.browser.post(at, json=body, headers={"X-XSRFToken": tokens[0]}, timeout=300)
        assert answer.ok, (answer.status_code, answer.text)
        return answer.json() if answer.text else None

    def run(self, code: str) -> Any:
        """What a kernel of one's own prints, as JSON."""
        kernel = self.post(f"/user/{self.name}", "/api/kernels", {"name": "python3"})["id"]
        at = f"{self.server}/api/kernels/{kernel}/channels"
        cookie = requests.cookies.get_cookie_header(self.browser.cookies, requests.Request("GET", at))
        message = {"header": {"msg_id": "one", "msg_type": "execute_request", "username": "", "session": "s", "version": "5.3", "date": ""}, "parent_header": {}, "metadata": {}, "channel": "shell", "buffers": [], "content": {"code": code, "silent": False}}  # fmt: skip
        with closing(
            websocket.create_connection(at.replace("http", "ws", 1), cookie=cookie, timeout=120)
        ) as socket:
            socket.send(json.dumps(message))
            while (heard := json.loads(socket.recv()))["msg_type"] != "stream":
                assert heard["msg_type"] != "error", heard["content"]
            return json.loads(heard["content"]["text"])


def needed() -> str:
    """The program of JupyterHub's own proxy, which npm installs with what checks the browser's side."""
    found = shutil.which(
        "configurable-http-proxy", path=f"{ROOT / 'node_modules' / '.bin'}:{os.environ['PATH']}"
    )
    absent = ""
    if found is None or shutil.which("node") is None:
        absent = "no proxy of JupyterHub here: make node_modules/.installed"
    if not (find_spec("jupyterhub") and find_spec("oauthenticator")):
        absent = "no JupyterHub here: pip install '.[test]'"
    if found is None or absent:
        if os.environ.get("KIT_REQUIRE_NODE"):
            pytest.fail(f"KIT_REQUIRE_NODE is set and there is {absent}")
        pytest.skip(absent)
    return found


@dataclass
class Hub:
    """A running hub, with the database that its facilitators share."""

    address: str
    participants: str
    store: Store
    process: subprocess.Popen[bytes]
    log: Path


@pytest.fixture(scope="module")
def hub(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    proxy, folder = needed(), tmp_path_factory.mktemp("hub")
    url = postgres.database()
    store = Store(url)
    store.districts.load([District(ALDER, "Alder"), District(BIRCH, "Birch")])
    postgres.ask("CREATE ROLE with_password")
    (folder / "logins").mkdir()
    for name, district in PLACES.items():
        (folder / "logins" / name).write_text(secrets.token_hex(8))
        password = (folder / "logins" / name).read_text()
        postgres.ask(f"CREATE ROLE {name} LOGIN PASSWORD '{password}' IN ROLE with_password")
        store.access.grant(Grant(name, "facilitator", district))
    make_home(folder / "homes" / "jonas" / "kit")  # hannah's is made when her server first starts
    ports = [free_port() for _ in range(4)]
    (folder / "config.py").write_text(
        f"load_subconfig({str(HUB / 'jupyterhub_config.py')!r})\n"
        "c.JupyterHub.spawner_class = 'simple'\n"  # one account of this computer, where a real hub has one for each
        f"c.SimpleLocalProcessSpawner.home_dir_template = {str(folder / 'homes')!r} + '/{{username}}'\n"
        f"c.ConfigurableHTTPProxy.command = [{proxy!r}]\n"
        f"c.ConfigurableHTTPProxy.api_url = 'http://127.0.0.1:{ports[1]}'\n"
        f"c.JupyterHub.bind_url = 'http://127.0.0.1:{ports[0]}'\n"
        f"c.JupyterHub.hub_port = {ports[2]}\n"
        "c.Spawner.start_timeout = c.Spawner.http_timeout = 240\n"
        "c.Spawner.args = ['--allow-root']\n"
        "c.LocalProcessSpawner.interrupt_timeout = 1\n"
    )
    name = url.partition("?")[0].rpartition("/")[2]
    with provider() as accounts:
        environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "KIT_HOME": str(make_home(folder / "kit")),
            "KIT_DATABASE_URL": url,
            "KIT_HUB_DATABASE": f"postgresql://{{login}}@/{name}?host={postgres.folder}",
            "KIT_HUB_LOGINS": str(folder / "logins"),
            "KIT_HUB_ADDRESS": f"http://127.0.0.1:{ports[0]}",
            "KIT_HUB_PARTICIPANTS": f"http://localhost:{ports[3]}",
            "KIT_HUB_PORT": str(ports[3]),
            "OIDC_CLIENT": CLIENT,
            "OIDC_SECRET": SECRET,
            "OIDC_AUTHORIZE": f"{accounts}/authorize",
            "OIDC_TOKEN": f"{accounts}/token",
            "OIDC_USERINFO": f"{accounts}/userinfo",
        }
        for own in ("JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
            environment.pop(own, None)  # each server has those of its user's home
        with (folder / "log").open("ab") as log:
            command = [sys.executable, "-m", "jupyterhub", "-f", str(folder / "config.py")]
            running = subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=log)
        try:
            await_answer(f"http://127.0.0.1:{ports[0]}/hub/api", folder / "log")
            await_answer(f"http://127.0.0.1:{ports[3]}/kit/join", folder / "log")
            yield Hub(
                f"http://127.0.0.1:{ports[0]}", f"http://127.0.0.1:{ports[3]}", store, running, folder / "log"
            )
        finally:
            running.send_signal(signal.SIGTERM)  # stops its proxy, the servers and kit serve
            running.wait(60)
            store.close()
            if os.environ.get("KIT_SHOW_LOG"):
                print((folder / "log").read_text()[-8000:])


def test_each_facilitator_comes_by_the_provider_and_a_kernel_reaches_their_own_district_alone(hub):
    people = [Person(hub.address, name) for name in PLACES]

    def come(person: Person) -> dict[str, Any]:
        assert person.sign_in().status_code == 200
        person.start_server()
        order = {"session": "introducing-bias", "district": PLACES[person.name], "school": "", "date": "", "teams": ["North"], "minutes": 60}  # fmt: skip
        opened = person.post(f"/user/{person.name}", "/kit/api/open", order)["opened"]
        notebook = person.browser.get(
            f"{person.server}/api/contents/{opened['notebooks'][0]}", timeout=60
        ).json()
        code_cells = [each for each in notebook["content"]["cells"] if each["cell_type"] == "code"]
        assert code_cells
        assert all(each["metadata"]["trusted"] for each in code_cells), "an opened session runs at once"
        wall = person.browser.get(f"{person.server}/kit/api/wall?meeting={opened['id']}&team=", timeout=60)
        assert wall.json()["address"].endswith("/kit/join")
        return dict(opened)

    with ThreadPoolExecutor(2) as pool:
        opened = dict(zip(PLACES, pool.map(come, people), strict=True))
    for name, meeting in opened.items():
        take_part(hub, meeting["id"], f"said to {name}")
    with ThreadPoolExecutor(2) as pool:
        seen = dict(zip(PLACES, pool.map(lambda person: person.run(OWN_ROWS), people), strict=True))

    assert seen == {
        name: {"districts": [code], "said": [f"said to {name}"], "refused": [True, True]}
        for name, code in PLACES.items()
    }
    other = opened["jonas"]["id"]
    for page in (f"/kit/cockpit?meeting={other}", f"/kit/api/state?meeting={other}&team=team-1"):
        answer = people[0].browser.get(f"{people[0].server}{page}", timeout=60)
        assert answer.status_code == 404, page
    assert people[0].browser.get(f"{hub.address}/user/jonas/lab", timeout=60).status_code in (403, 404)


def take_part(hub: Hub, meeting: str, text: str) -> None:
    """A device joins by the code of a team, at the server that the hub started, and writes."""
    code = next(door.code for door in hub.store.doors.of(meeting, ["team-1"]) if door.team == "team-1")
    device = requests.Session()
    form = device.get(f"{hub.participants}/kit/join", timeout=60).text
    token = str(re.findall(r'name="_xsrf" value="([^"]+)"', form)[0])
    jar = dict(device.cookies)  # they are for https alone, which a proxy before it speaks
    entry = {"meeting": meeting, "team": "team-1", "seat": "seat-1", "activity": "scene", "field": "moment", "value": text, "writer": "w-of-a-device", "seq": 1, "base": None}  # fmt: skip
    came = requests.post(f"{hub.participants}/kit/join", data={"code": code, "_xsrf": token}, cookies=jar, allow_redirects=False, timeout=60)  # fmt: skip
    assert came.status_code == 303, came.text
    saved = requests.post(f"{hub.participants}/kit/api/entries", json={"meeting": meeting, "team": "team-1", "entries": [entry]}, cookies=jar | dict(came.cookies), headers={"X-XSRFToken": token}, timeout=60)  # fmt: skip
    assert saved.json()["results"][0]["outcome"] == "saved", saved.text


def test_a_server_for_teams_that_dies_is_started_again_by_the_hub(hub):
    def serving() -> int:
        found = subprocess.run(
            ["pgrep", "-P", str(hub.process.pid), "-f", "kitlib.cli serve"], capture_output=True, text=True
        )
        return int(found.stdout or 0)

    killed = serving()
    os.kill(killed, signal.SIGKILL)

    await_answer(f"{hub.participants}/kit/join", hub.log)
    assert serving() not in (0, killed)


def test_whom_the_provider_knows_and_the_kit_does_not_starts_nothing(hub):
    stranger = Person(hub.address, "mallory")
    assert stranger.sign_in().status_code == 403
    assert stranger.browser.get(f"{hub.address}/hub/api/users/mallory", timeout=60).status_code in (403, 404)


def test_the_files_for_a_cluster_say_what_the_tested_ones_say():
    traitlets = pytest.importorskip("oauthenticator.generic")
    values = yaml.safe_load((HUB / "values.yaml").read_text())
    config = (HUB / "jupyterhub_config.py").read_text()
    given = values["hub"]["config"]["GenericOAuthenticator"]
    assert set(given) <= set(traitlets.GenericOAuthenticator.class_trait_names(config=True))
    assert set(given) | {"client_secret"} == set(re.findall(r"c\.GenericOAuthenticator\.(\w+)", config))
    env = values["singleuser"]["extraEnv"]
    assert set(env) == {"KIT_PARTICIPANTS", "KIT_DATABASE_URL", "PGPASSWORD"}
    assert all(f'"{name}"' in config for name in env)
    container = (HUB / "Containerfile").read_text()
    assert f"CMD {json.dumps(values['singleuser']['cmd'])}" in container
    deployment, service, ingress = yaml.safe_load_all((HUB / "serve.yaml").read_text())
    pod = deployment["spec"]["template"]
    serving = pod["spec"]["containers"][0]
    assert (
        deployment["spec"]["selector"]["matchLabels"]
        == pod["metadata"]["labels"]
        == service["spec"]["selector"]
    )
    assert serving["image"] == "{name}:{tag}".format(**values["singleuser"]["image"])
    assert {serving["ports"][0]["containerPort"], service["spec"]["ports"][0]["targetPort"]} == {8874}
    assert f"https://{ingress['spec']['rules'][0]['host']}/kit/join" == env["KIT_PARTICIPANTS"]

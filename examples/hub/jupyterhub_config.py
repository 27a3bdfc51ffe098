"""JupyterHub for several facilitators, each with districts of their own. docs/hub.md tells how to set it up.

What differs from place to place stands in the environment; tests/test_hub.py runs this file as it is.
"""

import os
import sys
from pathlib import Path
from urllib.parse import quote

here, env = Path(__file__).resolve().parent, os.environ
c = get_config()  # noqa: F821

# -- who may come in: by the district's own accounts, over OpenID Connect --------------------------

LOGINS = Path(
    env["KIT_HUB_LOGINS"]
)  # a file for each facilitator, named as their login; in it their password at the database

c.JupyterHub.authenticator_class = "generic-oauth"
c.GenericOAuthenticator.client_id = env["OIDC_CLIENT"]
c.GenericOAuthenticator.client_secret = env["OIDC_SECRET"]
c.GenericOAuthenticator.authorize_url = env["OIDC_AUTHORIZE"]
c.GenericOAuthenticator.token_url = env["OIDC_TOKEN"]
c.GenericOAuthenticator.userdata_url = env["OIDC_USERINFO"]
c.GenericOAuthenticator.scope = ["openid", "profile"]
c.GenericOAuthenticator.username_claim = env.get("OIDC_CLAIM", "preferred_username")
c.GenericOAuthenticator.oauth_callback_url = f"{env['KIT_HUB_ADDRESS']}/hub/oauth_callback"
c.GenericOAuthenticator.auto_login = True
c.Authenticator.allowed_users = {file.name for file in LOGINS.iterdir()}

# -- their servers: each with the login of its own user at the database, and no other ----------------


def own_login(spawner):
    """Give a server its user's login. What that login may reach, the database decides (kit access)."""
    login = spawner.user.name
    spawner.environment = {
        **spawner.environment,
        "KIT_DATABASE_URL": env["KIT_HUB_DATABASE"].replace("{login}", quote(login, safe="")),
        "PGPASSWORD": (LOGINS / login).read_text().strip(),
    }


c.Spawner.pre_spawn_hook = own_login
c.Spawner.cmd = ["sh", str(here / "kit-singleuser")]
c.Spawner.default_url = "/doc/tree/notebooks/start.ipynb"
c.Spawner.environment = {"KIT_PARTICIPANTS": f"{env['KIT_HUB_PARTICIPANTS']}/kit/join"}

# -- where teams join: a server without notebooks, at an address of its own ---------------------------

PORT = env.get("KIT_HUB_PORT", "8874")
c.Spawner.poll_interval = 3  # seconds until the hub sees that it died, and starts it again

c.JupyterHub.services = [
    {
        "name": "kit-serve",
        "command": [
            *(sys.executable, "-m", "kitlib.cli", "serve"),
            *("--proxy", "--address", "127.0.0.1", "--port", PORT),
        ],
        "environment": {
            name: env[name] for name in ("KIT_HOME", "KIT_DATABASE_URL", "PGPASSFILE") if name in env
        },
    }
]

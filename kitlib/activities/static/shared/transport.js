// How a page reaches the store: over HTTP to the kit's Jupyter Server extension, which needs no kernel;
// where there is none (VS Code, a plain kernel) over the widget's own channel.

/** The Jupyter server this page came from, or null. */
export function jupyterServer() {
  const data = document.getElementById("jupyter-config-data");
  if (!data) return null;
  try {
    const config = JSON.parse(data.textContent || "{}");
    return { base: config.baseUrl || "/", token: config.token || "" };
  } catch {
    return null;
  }
}

function headers(token) {
  const xsrf = document.cookie.match(/(?:^|; )_xsrf=([^;]+)/);
  return {
    "Content-Type": "application/json",
    ...(xsrf ? { "X-XSRFToken": decodeURIComponent(xsrf[1]) } : {}),
    ...(token ? { Authorization: `token ${token}` } : {}),
  };
}

/** No answer came: the server is down, or the network is. */
export class Unreachable extends Error {
  away = true; // every widget has its own copy of this class, and they share what they were told
}

const PATIENCE = 15000; // ms; a request that hangs longer is tried anew

/**
 * Over HTTP. `save` and `state` throw Unreachable when no answer comes, and return null where there is no
 * extension. A request that the server cannot take at all comes back as `{what, next}` without `results`.
 */
export class HttpTransport {
  constructor(server) {
    this.server = server;
    this.known = false; // the extension has answered before: a 404 is then a passing fault of something between
  }

  async call(path, options) {
    let response;
    try {
      response = await fetch(`${this.server.base}kit/api/${path}`, {
        headers: headers(this.server.token),
        credentials: "same-origin",
        cache: "no-store",
        signal: AbortSignal.timeout(PATIENCE),
        ...options,
      });
    } catch (error) {
      throw new Unreachable(String(error));
    }
    const ours = Boolean(response.headers.get("X-Kit"));
    if (response.status === 404 && !ours && !this.known) return null;
    this.known ||= ours;
    const body = await response.json().catch(() => null);
    const taken = body && (response.ok || body.results || [400, 413, 422].includes(response.status));
    if (!taken || !ours) {
      const what = (ours && body?.what) || `The server answered ${response.status}.`;
      throw Object.assign(new Unreachable(what), { what });
    }
    return body;
  }

  save(messages, keepalive = false) {
    return this.call("entries", { method: "POST", body: JSON.stringify({ entries: messages }), keepalive });
  }

  erase(message) {
    return this.call("erase", { method: "POST", body: JSON.stringify(message) });
  }

  screens(query) {
    return this.call(`screens?${new URLSearchParams(query)}`, { method: "GET" });
  }

  wall(query) {
    return this.call(`wall?${new URLSearchParams(query)}`, { method: "GET" });
  }

  state(query) {
    return this.call(`state?${new URLSearchParams(query)}`, { method: "GET" });
  }
}

/** Over the widget's channel to its kernel. */
export class ChannelTransport {
  constructor(model) {
    this.waiting = new Map();
    this.last = 0;
    this.use(model);
  }

  use(model) {
    this.receive ??= (message) => {
      const done = this.waiting.get(message.reply);
      if (done) {
        this.waiting.delete(message.reply);
        done(message.body);
      }
    };
    this.model?.off?.("msg:custom", this.receive);
    this.model = model;
    model.on("msg:custom", this.receive);
  }

  call(call, body) {
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(id);
        reject(new Unreachable("The notebook's kernel is busy."));
      }, 8000);
      this.waiting.set(id, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      try {
        this.model.send({ call, id, body });
      } catch (error) {
        clearTimeout(timer);
        this.waiting.delete(id);
        reject(new Unreachable(String(error)));
      }
    });
  }

  save(messages) {
    return this.call("save", { entries: messages });
  }

  erase(message) {
    return this.call("erase", message);
  }

  screens(query) {
    return this.call("screens", query);
  }

  wall(query) {
    return this.call("wall", query);
  }

  state(query) {
    return this.call("state", query);
  }
}

/** @param {any} model */
export function transportFor(model) {
  const server = jupyterServer();
  return server ? new HttpTransport(server) : new ChannelTransport(model);
}

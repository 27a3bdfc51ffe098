// How a page reaches the store: over HTTP to the kit's Jupyter Server extension, which needs no kernel;
// where there is none (VS Code, a plain kernel) over the widget's own channel. One protocol for both.
import { say } from "./language.js";
/** @import { Environment } from "./environment.js" */
/** @import { Channel } from "./channel.js" */

/** @typedef {"state" | "wall" | "screens" | "entries" | "erase" | "seat" | "door" | "lead" | "offer" | "part" | "rearrange" | "renewal" | "schools" | "open" | "meetings" | "find" | "desk" | "place" | "jobs" | "forms" | "order" | "cancel" | "list" | "share" | "plan" | "keep" | "forget" | "instruments" | "instrument" | "keep-instrument" | "preview-instrument" | "putback" | "begin" | "beginning" | "preview"} CallName */

const PATIENCE = 15000; // ms; a request that hangs longer is tried anew
const READS = ["state", "wall", "screens", "schools", "meetings", "find", "desk", "place", "jobs", "forms", "part"];
const WORDS = ["invalid", "not_found", "forbidden", "retry", "too_large"];

/** A call that was not answered, or was answered with an error. Only `retry` is worth trying again. */
export class CallError extends Error {
  /** @param {string} error one of the protocol's words @param {string} what @param {string} [next] */
  constructor(error, what, next = "") {
    super(what);
    this.error = error;
    this.what = what;
    this.next = next;
  }
}

/** The Jupyter server that a page came from, or null. @param {Document} document @returns {{base: string, token: string} | null} */
export function jupyterServer(document) {
  const data = document.getElementById("jupyter-config-data");
  if (!data) return null;
  try {
    const config = JSON.parse(data.textContent || "{}");
    return { base: config.baseUrl || "/", token: config.token || "" };
  } catch {
    return null;
  }
}

/** Throw where an answer tells of an error; hand it on where it does not. @param {any} body */
export function accepted(body) {
  if (body?.error) throw new CallError(WORDS.includes(body.error) ? body.error : "retry", body.what ?? "", body.next ?? "");
  return body;
}

/** The one way out of a page. */
export class Transport {
  /** @param {{environment: Environment, channel: Channel, server: {base: string, token: string} | null}} parts */
  constructor({ environment, channel, server }) {
    this.environment = environment;
    this.channel = channel;
    this.server = server;
    this.known = false; // the extension has answered before: a 404 is then a passing fault of something between
  }

  /** Where the server's own pages begin; null where there are none. */
  get base() {
    return this.server?.base ?? null;
  }

  /** Where the server tells of changes in a meeting; null where there is no server. @param {{meeting: string, team: string}} place */
  changesOf({ meeting, team }) {
    return this.server && `${this.server.base}kit/changes?${new URLSearchParams({ meeting, team })}`;
  }

  /**
   * Ask for something. Throws CallError where no answer comes, or an error.
   * @param {CallName} name @param {any} body @param {{keepalive?: boolean}} [options] @returns {Promise<any>}
   */
  async call(name, body, { keepalive = false } = {}) {
    if (this.server) {
      const answer = await this.request(this.server, name, body, keepalive);
      if (answer) return accepted(await this.read(answer));
      this.server = null; // a server without the kit
    }
    return accepted(await this.channel.call(name, body));
  }

  /** @param {{base: string, token: string}} server @param {CallName} name @param {any} body @param {boolean} keepalive */
  async request({ base, token }, name, body, keepalive) {
    const reads = READS.includes(name);
    const query = reads ? `?${new URLSearchParams(body)}` : "";
    const options = {
      method: reads ? "GET" : "POST",
      headers: this.headers(token),
      credentials: "same-origin",
      cache: "no-store",
      ...(reads ? {} : { body: JSON.stringify(body), keepalive }),
    };
    const response = await this.patiently(`${base}kit/api/${name}${query}`, options);
    const isOurs = Boolean(response.headers.get("X-Kit"));
    if (response.status === 404 && !isOurs && !this.known) return null;
    this.known ||= isOurs;
    return response;
  }

  /** Fetch, but give up on what hangs: also where a browser cannot abort it. @param {string} address @param {any} options */
  async patiently(address, options) {
    const { environment } = this;
    const controller = environment.abortController?.() ?? null;
    /** @type {any} */
    let timer = null;
    const late = new Promise((_, reject) => {
      timer = environment.setTimeout(() => {
        controller?.abort();
        reject(new CallError("retry", say("The server takes too long to answer.")));
      }, PATIENCE);
    });
    try {
      const answer = environment.fetch(address, controller ? { ...options, signal: controller.signal } : options);
      return /** @type {import("./environment.js").Response} */ (await Promise.race([answer, late]));
    } catch (error) {
      throw error instanceof CallError ? error : new CallError("retry", say("The connection is lost."));
    } finally {
      environment.clearTimeout(timer);
    }
  }

  /** @param {import("./environment.js").Response} response */
  async read(response) {
    const body = await response.json().catch(() => null);
    const isOurs = Boolean(response.headers.get("X-Kit"));
    const speaks = body && (WORDS.includes(body.error) || body.results || (response.status >= 200 && response.status < 300));
    if (!isOurs || !speaks) throw new CallError("retry", say("The server answered {status}.", { status: response.status }));
    return body;
  }

  /** @param {string} token */
  headers(token) {
    const xsrf = this.environment.cookie().match(/(?:^|; )_xsrf=([^;]+)/);
    return {
      "Content-Type": "application/json",
      ...(xsrf ? { "X-XSRFToken": decodeURIComponent(xsrf[1]) } : {}),
      ...(token ? { Authorization: `token ${token}` } : {}),
    };
  }
}

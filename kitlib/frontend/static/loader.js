// What anywidget loads for a cell: it asks what the cell shows, and imports the bundles of modules that draw it.
// It comes from a blob, to which nothing is relative, and there may be several of it on a page; so it imports nothing,
// and what its copies share stands in the one global of the kit, `__kit`:
//   answers   question -> what the server or the kernel said of a notebook's screens (a promise)
//   bundles   address -> the modules there, by path (a promise)
//   blobs     bundle -> the blob address of one that came over a widget's channel
//   attempt   counted up when a bundle could not be fetched: a browser may remember that an address failed
//   clients   meeting, team and role -> the one client of this page for them

const AGAIN = 2000; // ms until a server that did not answer is asked anew
const PATIENCE = 8000; // ms that a kernel may take
const SHARED = "shared";
const FIRST = new Set(["opening", "start"]); // the cell that asks anew for all; the others use what it was told

/**
 * @import { ScreensAnswer } from "./protocol.js"
 * @typedef {{get(name: string): any, send(message: any): void, on(word: string, listener: (message: any) => void): void,
 *            off(word: string, listener: (message: any) => void): void}} Model
 * @typedef {ScreensAnswer & {base?: string}} Answer `base`: where the server begins that said it
 * @typedef {Error & {what?: string, next?: string, away?: boolean}} Failure `away`: nobody answered, as against somebody refused
 */

const kit = (/** @type {any} */ (globalThis).__kit ??= {});
kit.answers ??= new Map();
kit.bundles ??= new Map();
kit.blobs ??= new Map();
kit.attempt ??= 0;

/** Nobody answered. @param {string} what @returns {Failure} */
function away(what) {
  return Object.assign(new Error(what), { what, away: true });
}

/** Somebody refused. @param {{what: string, next?: string}} why @returns {Failure} */
function refused({ what, next }) {
  return Object.assign(new Error(what), { what, next });
}

/** The Jupyter server that the page came from, or null. */
function server() {
  const data = document.getElementById("jupyter-config-data");
  if (!data) return null;
  try {
    const { baseUrl = "/", token = "" } = JSON.parse(data.textContent || "{}");
    return { base: baseUrl, token };
  } catch {
    return null;
  }
}

/** What the kit's server says, or null where the server has no kit. @param {{base: string, token: string}} server @param {Record<string, string>} query @returns {Promise<Answer | null>} */
async function askServer({ base, token }, query) {
  /** @type {Record<string, string>} */
  const headers = token ? { Authorization: `token ${token}` } : {};
  const name = query.session ? "screens" : "start";
  const asked = fetch(`${base}kit/api/${name}?${new URLSearchParams(query)}`, { headers, credentials: "same-origin", cache: "no-store" });
  const response = await asked.catch((error) => {
    throw away(String(error));
  });
  const ours = response.headers.get("X-Kit");
  if (response.status === 404 && !ours) return null;
  const body = ours && (await response.json().catch(() => null));
  if (!body || body.error === "retry" || response.status >= 500) throw away(body?.what ?? `The server answered ${response.status}.`);
  if (!body.screens) throw refused({ what: body.what ?? `The server answered ${response.status}.`, next: body.next ?? "Reload the page." });
  return { ...body, base };
}

/** What the kernel says, over the widget's own channel. @param {Model} model @param {Record<string, string>} query @returns {Promise<Answer>} */
function askKernel(model, query) {
  const id = `screens-${Math.random()}`;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => done(() => reject(away("The notebook's kernel is busy."))), PATIENCE);
    const receive = (/** @type {any} */ { reply, body }) => {
      if (reply === id) done(() => (body.screens ? resolve(body) : reject(refused(body))));
    };
    /** @param {() => void} settle */
    function done(settle) {
      clearTimeout(timer);
      model.off("msg:custom", receive);
      settle();
    }
    model.on("msg:custom", receive);
    model.send({ call: "screens", id, body: query });
  });
}

/** All screens of the meeting, asked for once a run of the notebook. @param {Model} model @returns {Promise<Answer>} */
function screens(model) {
  const { screen, ...query } = model.get("place");
  const key = JSON.stringify(query);
  if (FIRST.has(screen) || !kit.answers.has(key)) {
    const here = server();
    const asked = Promise.resolve(here && askServer(here, query)).then((answer) => answer ?? askKernel(model, query));
    kit.answers.set(key, asked);
    asked.catch(() => kit.answers.get(key) === asked && kit.answers.delete(key));
  }
  return kit.answers.get(key);
}

/** The blob address of a bundle that came as text; that of a kind imports the shared one. @param {string} name @param {string} version @param {Record<string, string>} texts @returns {string} */
function blob(name, version, texts) {
  const key = `${version}/${name}`;
  if (!kit.blobs.has(key)) {
    const text = name === SHARED ? texts[name] : texts[name].replace(`"./${SHARED}.js"`, () => `"${blob(SHARED, version, texts)}"`);
    kit.blobs.set(key, URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
  }
  return kit.blobs.get(key);
}

/** The modules of a bundle, by path. @param {string} name @param {Answer} answer @returns {Promise<Record<string, any>>} */
function load(name, { base, assets: { version, texts } }) {
  const attempt = kit.attempt ? `~${kit.attempt}` : "";
  const address = texts ? blob(name, version, texts) : `${location.origin}${base}kit/static/${version}${attempt}/${name}.js`;
  if (!kit.bundles.has(address)) {
    const loaded = import(address).then(
      ({ modules }) => modules,
      (error) => {
        kit.bundles.delete(address);
        kit.attempt += 1;
        throw away(String(error));
      },
    );
    kit.bundles.set(address, loaded);
  }
  return kit.bundles.get(address);
}

/** @param {string} tag @param {Record<string, any>} properties @param {...HTMLElement} children */
function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

export default {
  /** @param {{model: Model, el: HTMLElement}} widget */
  render({ model, el: host }) {
    const note = element("p", { className: "kit kit-waiting", textContent: "Opening…", role: "status" });
    let close = () => {};
    let closed = false;
    /** @type {any} */
    let timer = 0;
    host.append(note);

    async function draw() {
      try {
        const answer = await screens(model);
        const { "frontend/static/cell.js": cell } = await load(SHARED, answer);
        const drawn = await cell.draw({ model, host, answer, load: (/** @type {string} */ name) => load(name, answer), closed: () => closed });
        note.remove();
        if (closed) drawn();
        else close = drawn;
      } catch (caught) {
        const error = /** @type {Failure} */ (caught);
        if (closed) return;
        if (!error.away) return refuse(error);
        note.textContent = `${error.what} Trying again…`;
        timer = setTimeout(draw, AGAIN);
      }
    }

    /** @param {Failure} error */
    function refuse({ what, next, message }) {
      const again = element("button", { type: "button", textContent: "Try again" });
      const words = [what ?? message, next].filter(Boolean).map((textContent) => element("p", { textContent }));
      const told = element("div", { className: "kit kit-conflict", role: "alert" }, ...words, again);
      again.addEventListener("click", () => {
        note.textContent = "Opening…";
        told.replaceWith(note);
        kit.answers.clear();
        draw();
      });
      note.replaceWith(told);
    }

    draw();
    return () => {
      closed = true;
      clearTimeout(timer);
      close();
    };
  },
};

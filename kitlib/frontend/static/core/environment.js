// What of the browser, and of time, the core uses: one object, so that a test can put a clock of its own in its place.

/**
 * @typedef {{getItem(name: string): string | null, setItem(name: string, value: string): void,
 *            removeItem(name: string): void, names(): string[]}} Storage any of its methods may throw
 * @typedef {{hold(name: string): void, held(): Promise<string[]>, untilFree(name: string): Promise<void>}} Locks
 *   names that a page holds as long as it lives
 * @typedef {{onopen: any, onmessage: any, onclose: any, close(): void}} Socket
 * @typedef {{status: number, headers: {get(name: string): string | null}, json(): Promise<any>}} Response
 *
 * @typedef {object} Environment
 * @property {() => number} now in milliseconds
 * @property {(work: () => void, wait: number) => any} setTimeout
 * @property {(timer: any) => void} clearTimeout
 * @property {(bytes: number) => Uint8Array<ArrayBuffer>} randomBytes
 * @property {SubtleCrypto | null} crypto none over plain http, but on this computer itself
 * @property {Storage} storage kept by the browser
 * @property {Storage} session kept by the tab
 * @property {Locks | null} locks none on plain http
 * @property {(address: string, options: any) => Promise<Response>} fetch
 * @property {(() => AbortController) | null} abortController none in old browsers
 * @property {((path: string) => Socket) | null} socket
 * @property {() => string} cookie
 * @property {() => boolean} isVisible
 * @property {((meeting: string) => void) | null} [reload] show the meeting anew; none in a notebook that a person must run again
 * @property {(moments: {shown: () => void, hidden: () => void, leaving: (event: Event) => void}) => void} watch
 */

const LOCK = "kit.";

/** @param {() => globalThis.Storage} get @returns {Storage} */
function storageOf(get) {
  return {
    getItem: (name) => get().getItem(name),
    setItem: (name, value) => get().setItem(name, value),
    removeItem: (name) => get().removeItem(name),
    names: () => Object.keys(get()),
  };
}

/** @param {LockManager} manager @returns {Locks} */
function locksOf(manager) {
  return {
    hold: (name) => void manager.request(LOCK + name, () => new Promise(() => {})).catch(() => {}),
    held: async () => ((await manager.query()).held ?? []).map(({ name }) => (name ?? "").slice(LOCK.length)),
    untilFree: async (name) => void (await manager.request(LOCK + name, () => {})),
  };
}

/** The environment of a page. @param {Window & typeof globalThis} window @returns {Environment} */
export function browserEnvironment(window) {
  const { document, navigator } = window;
  return {
    now: () => window.Date.now(),
    setTimeout: (work, wait) => window.setTimeout(work, wait),
    clearTimeout: (timer) => window.clearTimeout(timer),
    // crypto.randomUUID is missing on plain http.
    randomBytes: (bytes) => window.crypto.getRandomValues(new Uint8Array(bytes)),
    crypto: window.crypto?.subtle ?? null,
    storage: storageOf(() => window.localStorage),
    session: storageOf(() => window.sessionStorage),
    locks: navigator.locks ? locksOf(navigator.locks) : null,
    fetch: (address, options) => window.fetch(address, options),
    abortController: window.AbortController ? () => new window.AbortController() : null,
    socket: window.WebSocket ? (path) => new window.WebSocket(window.location.origin.replace(/^http/, "ws") + path) : null,
    cookie: () => document.cookie,
    isVisible: () => document.visibilityState === "visible",
    // A notebook is read and run anew by the kit's extension, where there is one: its panel is marked by it.
    get reload() {
      if (document.getElementById("kit-page")) return () => window.location.reload();
      if (!document.querySelector(".kit-panel")) return null;
      return (/** @type {string} */ meeting) => void document.dispatchEvent(new CustomEvent("kit-renewed", { detail: meeting }));
    },
    watch({ shown, hidden, leaving }) {
      document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? hidden() : shown()));
      window.addEventListener("pagehide", hidden);
      window.addEventListener("beforeunload", leaving);
    },
  };
}

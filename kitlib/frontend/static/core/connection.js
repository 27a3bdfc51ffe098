// Whether the page gets through, and whether it may: what the outbox and the poller share.
import { say } from "./language.js";
/** @import { CallError } from "./transport.js" */

const LONGEST_PAUSE = 10000; // ms between tries while nothing gets through
const FINAL = ["forbidden", "not_found"]; // asking again would bring the same answer

/** The state of the connection. `changed` is called when what it says has changed. */
export class Connection {
  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    this.failures = 0;
    /** why the last call did not get through */
    this.trouble = "";
    /** @type {{what: string, next: string} | null} why nothing is tried any more, and what a person can do */
    this.stopped = null;
  }

  /** @param {CallError} error */
  failed(error) {
    this.failures = Math.min(this.failures + 1, 5);
    this.trouble = error.what || say("The connection is lost.");
    if (FINAL.includes(error.error)) this.stopped = { what: error.what, next: error.next };
    this.changed();
  }

  reached() {
    const before = this.trouble;
    this.failures = 0;
    this.trouble = "";
    if (before) this.changed();
  }

  /** Try again what was given up, because a person asks for it. */
  resume() {
    if (!this.stopped) return;
    this.stopped = null;
    this.trouble = "";
    this.changed();
  }

  /** How long to wait before the next try, in ms. */
  get pause() {
    return Math.min(LONGEST_PAUSE, 500 * 2 ** this.failures);
  }
}

// The server's word that something changed in the meeting, so that a page need not ask for it again and again.
/** @import { Environment } from "./environment.js" */

const FIRST_PAUSE = 1000; // ms until it is tried again
const LONGEST_PAUSE = 60_000; // where it never opens, as behind a proxy that knows no web sockets

/** Listens as long as the page lives. While it cannot, `isOpen` is false, and whoever wants to know must ask. */
export class Push {
  /** @param {{environment: Environment, address: () => string | null, changed: () => void}} parts */
  constructor({ environment, address, changed }) {
    this.environment = environment;
    this.address = address;
    this.changed = changed;
    this.isOpen = false;
    this.pause = FIRST_PAUSE;
  }

  open() {
    const address = this.address();
    if (!address || !this.environment.socket) return;
    const socket = this.environment.socket(address);
    socket.onopen = () => {
      this.isOpen = true;
      this.pause = FIRST_PAUSE;
      this.changed(); // nobody told of what came before
    };
    socket.onmessage = () => this.changed();
    socket.onclose = () => {
      this.isOpen = false;
      this.environment.setTimeout(() => this.open(), this.pause);
      this.pause = Math.min(LONGEST_PAUSE, this.pause * 2);
    };
  }
}

// What others did: asked for when the server tells that something changed, and again and again where it cannot tell.
import { CallError } from "./transport.js";
/** @import { Environment } from "./environment.js" */
/** @import { Connection } from "./connection.js" */

const EVERY = 2000; // ms
const CALM = 10_000; // ms, while the server tells of changes: the words of the clock change as time goes by
const GAP = 400; // ms between questions in a room where many write at once

/** Asks at once and then as long as somebody looks; one question at a time. */
export class Poller {
  /**
   * @param {{environment: Environment, connection: Connection, isWatched: () => boolean, isPushed: () => boolean, ask: () => Promise<void>}} parts
   *   `isPushed` says whether `nudge` is called at each change; `ask` asks once, and throws CallError where no answer comes
   */
  constructor({ environment, connection, isWatched, isPushed, ask }) {
    this.environment = environment;
    this.connection = connection;
    this.isWatched = isWatched;
    this.isPushed = isPushed;
    this.ask = ask;
    this.asking = false;
    this.again = false;
    this.asked = 0; // when the last question began
    this.isNudged = false; // whether a question waits for its time
  }

  start() {
    this.poll();
    this.later();
  }

  later() {
    this.environment.setTimeout(() => {
      const pause = this.isPushed() && !this.connection.trouble ? CALM : EVERY;
      if (this.isLookedAt() && this.passed >= pause) this.poll();
      this.later();
    }, EVERY);
  }

  /** ms since the last question began; where the computer's clock was set back meanwhile, nobody knows, and one is due. */
  get passed() {
    const passed = this.environment.now() - this.asked;
    return passed < 0 ? Infinity : passed;
  }

  isLookedAt() {
    return this.environment.isVisible() && this.isWatched();
  }

  /** Something changed: ask soon. A page that nobody looks at asks when it is shown. */
  nudge() {
    if (this.isNudged) return;
    this.isNudged = true;
    const wait = Math.max(0, GAP - this.passed);
    this.environment.setTimeout(() => {
      this.isNudged = false;
      if (this.isLookedAt()) this.poll();
    }, wait);
  }

  async poll() {
    if (this.connection.stopped) return;
    if (this.asking) {
      this.again = true; // something changed since that question was asked
      return;
    }
    this.asking = true;
    this.asked = this.environment.now();
    try {
      await this.ask();
    } catch (error) {
      this.connection.failed(error instanceof CallError ? error : new CallError("retry", String(error)));
    }
    this.asking = false;
    if (!this.again) return;
    this.again = false;
    await this.poll();
  }
}

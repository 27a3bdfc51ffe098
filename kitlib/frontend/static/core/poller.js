// What others did, asked for again and again.
import { CallError } from "./transport.js";
/** @import { Environment } from "./environment.js" */
/** @import { Connection } from "./connection.js" */

const EVERY = 2000; // ms

/** Asks at once and then every two seconds, as long as somebody looks; one question at a time. */
export class Poller {
  /**
   * @param {{environment: Environment, connection: Connection, isWatched: () => boolean, ask: () => Promise<void>}} parts
   *   `ask` asks once; it throws CallError where no answer comes
   */
  constructor({ environment, connection, isWatched, ask }) {
    this.environment = environment;
    this.connection = connection;
    this.isWatched = isWatched;
    this.ask = ask;
    this.asking = false;
    this.again = false;
  }

  start() {
    this.poll();
    this.later();
  }

  later() {
    this.environment.setTimeout(() => {
      if (this.environment.isVisible() && this.isWatched()) this.poll();
      this.later();
    }, EVERY);
  }

  async poll() {
    if (this.connection.stopped) return;
    if (this.asking) {
      this.again = true; // something changed since that question was asked
      return;
    }
    this.asking = true;
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

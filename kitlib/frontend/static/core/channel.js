// The widgets' own channel to their kernel. A cell that runs again brings a new channel and takes the old one away.
import { CallError } from "./transport.js";
/** @import { Environment } from "./environment.js" */

/**
 * @typedef {{send(message: any): void, on(word: string, listener: (message: any) => void): void,
 *            off(word: string, listener: (message: any) => void): void}} Model what a widget has of its kernel
 */

const PATIENCE = 8000; // ms; a kernel that works takes messages only between two cells

/** One conversation over whichever channel is open. */
export class Channel {
  /** @param {Environment} environment */
  constructor(environment) {
    this.environment = environment;
    /** @type {Model[]} the newest last: it is the one that is alive for sure */
    this.models = [];
    /** @type {Map<number, (body: any) => void>} */
    this.waiting = new Map();
    this.last = 0;
    this.receive = (/** @type {any} */ message) => this.waiting.get(message.reply)?.(message.body);
  }

  /** Speak over a widget's channel from now on. @param {Model} model @returns {() => void} what ends that */
  join(model) {
    model.on("msg:custom", this.receive);
    this.models.push(model);
    return () => {
      model.off("msg:custom", this.receive);
      this.models = this.models.filter((each) => each !== model);
    };
  }

  /** @param {string} call @param {any} body @returns {Promise<any>} */
  call(call, body) {
    const model = this.models.at(-1);
    if (!model) return Promise.reject(new CallError("retry", "The notebook is closed."));
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      const timer = this.environment.setTimeout(() => finish(() => reject(new CallError("retry", "The notebook's kernel is busy."))), PATIENCE);
      const finish = (/** @type {() => void} */ settle) => {
        this.environment.clearTimeout(timer);
        this.waiting.delete(id);
        settle();
      };
      this.waiting.set(id, (answer) => finish(() => resolve(answer)));
      try {
        model.send({ call, id, body });
      } catch (error) {
        finish(() => reject(new CallError("retry", String(error))));
      }
    });
  }
}

// What earlier pages of this browser left in its journal, taken over once they are gone.
import { idOf } from "./answers.js";
/** @import { Drafts } from "./drafts.js" */
/** @import { Environment } from "./environment.js" */
/** @import { Journal } from "./journal.js" */

const GOING = 500; // ms that a page which is being left, as by a reload, may take to be gone
const EVERY = 30000; // ms between looks at what other pages left

/** A page holds its writer's name as long as it lives, so that the others leave its drafts alone. */
export class Leftovers {
  /** @param {{environment: Environment, journal: Journal, drafts: Drafts, found: () => void}} parts `found` is called when something was taken over */
  constructor({ environment, journal, drafts, found }) {
    this.environment = environment;
    this.journal = journal;
    this.drafts = drafts;
    this.found = found;
    /** @type {Map<string, Promise<void>>} other pages with words in the journal, until they are gone */
    this.leaving = new Map();
    environment.locks?.hold(drafts.writer);
  }

  /** Take over what is there, and go on looking; settled when what a page that is just going left is here too, or too late. */
  async begin() {
    this.later();
    await this.adopt();
    if (!this.leaving.size) return;
    const late = new Promise((done) => this.environment.setTimeout(() => done(undefined), GOING));
    await Promise.race([Promise.all(this.leaving.values()), late]);
  }

  later() {
    this.environment.setTimeout(() => {
      this.adopt();
      this.later();
    }, EVERY);
  }

  /** Take over what pages that are gone left. */
  async adopt() {
    const live = await this.livePages();
    const known = this.drafts.known();
    const { cache } = this.drafts;
    // One question at a time: the next draft of an answer comes up when the one before is decided.
    const fresh = this.journal.leftovers(live).filter((draft) => !known.has(idOf(draft)) && !cache.refused.has(cache.keyOf(draft)));
    if (!fresh.length) return;
    this.drafts.adopt(fresh);
    this.found();
  }

  /** The writers whose pages are open. */
  async livePages() {
    const live = new Set([this.drafts.writer]);
    const { locks } = this.environment;
    if (!locks) return live; // on plain http: a message sent by two pages is still stored once
    try {
      for (const name of await locks.held()) live.add(name);
    } catch {
      return live;
    }
    for (const writer of this.journal.writers()) if (writer !== this.drafts.writer && live.has(writer)) this.outwait(locks, writer);
    return live;
  }

  /** Take over what a page left as soon as it is gone: after a reload the page before may hold its name a moment longer. @param {import("./environment.js").Locks} locks @param {string} writer */
  outwait(locks, writer) {
    if (this.leaving.has(writer)) return;
    const gone = locks.untilFree(writer).then(() => {
      this.leaving.delete(writer);
      return this.adopt();
    });
    this.leaving.set(writer, gone);
  }
}

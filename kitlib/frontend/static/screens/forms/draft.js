// What somebody did in a form, act by act: kept in this browser until it is kept for good, and taken back one by one.

/** @typedef {Record<string, any>} Change as kitlib/content/drafts.py tells them */
/** @typedef {{words: string, key: string, changes: Change[], back?: string}} Act `back` is a step that was left out and stands again */
/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem">} Store */
/** @typedef {{begins: string, teams: string, itself?: boolean}} When `itself`: a file that a hand wrote is changed, and no version made of it */

const NAME = "kit.plan.";

/** The acts of one plan: of a session by its id, of another thing by `instrument/id`. */
export class PlanDraft {
  /** @param {Store} store @param {string} session @param {Partial<When>} [when] */
  constructor(store, session, when = {}) {
    this.store = store;
    this.name = NAME + session;
    this.isKept = true; // whether the browser holds it as well
    const kept = this.read();
    /** @type {Act[]} */
    this.acts = kept.acts ?? [];
    /** @type {Act[]} */
    this.undone = kept.undone ?? [];
    /** @type {When} */
    this.when = { begins: "", teams: "", ...kept.when, ...when };
  }

  read() {
    try {
      return JSON.parse(this.store.getItem(this.name) ?? "{}") ?? {};
    } catch {
      return {}; // nothing that could be read: as if there were none
    }
  }

  write() {
    const { acts, undone, when } = this;
    try {
      this.store.setItem(this.name, JSON.stringify({ acts, undone, when }));
      this.isKept = true;
    } catch {
      this.isKept = false; // storage is full or switched off
    }
  }

  /** All changes in their order; of a step that was brought back, not that it was left out. */
  get changes() {
    /** @type {Change[]} */
    let all = [];
    for (const { changes, back } of this.acts) {
      const isOurs = all.some(({ drop }) => drop === back);
      if (back && isOurs) all = all.filter(({ drop }) => drop !== back);
      else if (back) all.push({ back }); // left out in the version that is being changed
      all.push(...changes);
    }
    return all;
  }

  /** Do something. What is typed into one place goes on being one act. @param {string} words @param {Change[]} changes @param {string} [key] of the place */
  act(words, changes, key = "") {
    if (key && this.acts.at(-1)?.key === key) this.acts.pop();
    this.acts.push({ words, key, changes });
    this.undone = [];
    this.write();
  }

  /** @param {string} words @param {string} step that was left out */
  bringBack(words, step) {
    this.acts.push({ words, key: "", changes: [], back: step });
    this.undone = [];
    this.write();
  }

  undo() {
    const act = this.acts.pop();
    if (act) this.undone.push(act);
    this.write();
    return act;
  }

  redo() {
    const act = this.undone.pop();
    if (act) this.acts.push(act);
    this.write();
    return act;
  }

  /** @param {Partial<When>} when */
  setWhen(when) {
    Object.assign(this.when, when);
    this.write();
  }

  /** Let go of it: it is kept elsewhere now, or not wanted. */
  clear() {
    this.acts = [];
    this.undone = [];
    this.store.removeItem(this.name);
  }
}

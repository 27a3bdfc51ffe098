// What the server reckons from answers is asked for as soon as they are on disk, not at the next poll.
import { el } from "./dom.js";
/** @import { Client } from "../core/client.js" */
/** @import { Part } from "./dom.js" */

/** Poll whenever the last waiting answer of an activity is on disk. @param {Client} client @param {string} activity */
export function pollWhenSaved(client, activity) {
  let waited = false;
  return {
    update() {
      const waits = [...client.answers.unsent.values()].some(([draft]) => draft.activity === activity);
      if (waited && !waits) setTimeout(() => client.poll(), 0);
      waited = waits;
    },
  };
}

/** Poll whenever an answer of this page is on disk that counts, by its column. @param {Client} client @param {string} activity @param {(column: string) => boolean} counts @returns {Part} */
export function pollWhenCounted(client, activity, counts) {
  let seen = 0;
  return {
    element: el("span", { hidden: true }),
    update() {
      let newest = 0;
      for (const [key, { rev, writer }] of client.answers.stored) {
        if (rev <= newest || rev <= seen || writer !== client.drafts.writer) continue;
        const [team, , of, field] = key.split("|");
        if (of === activity && team === client.team && counts(field.split(".").at(-1) ?? "")) newest = rev;
      }
      if (newest <= seen) return;
      seen = newest;
      client.poll();
    },
  };
}

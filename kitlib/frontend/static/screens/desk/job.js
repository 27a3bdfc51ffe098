// One job as the desk shows it: how far it is, what it made, what failed and why.
import { button, clockTime, el, plural, setText } from "../../ui/dom.js";

/**
 * @typedef {{title: string, name: string, files: Record<string, string>}} MadeDocument
 * @typedef {{title: string, name: string, why: string, notebook: string}} FailedDocument
 * @typedef {{id: string, title: string, asked: number, state: "waiting" | "running" | "done" | "failed" | "cancelled" | "cut off",
 *            total: number, done: number, failed: number, fresh: number, last: string, open: string, problem: string, note: string,
 *            made: MadeDocument[], failures: FailedDocument[]}} JobState
 */

/** @type {Record<string, string>} */
const FORMS = { html: "page", pdf: "PDF", docx: "Word", ipynb: "notebook", csv: "table", ics: "calendar", zip: "archive" };

const FEW = 3; // documents that are in sight at once

/** @param {JobState} job */
export function isOver({ state }) {
  return !["waiting", "running"].includes(state);
}

/** Where a job stands, in a sentence. @param {JobState} job */
export function standing({ state, total, done, failed, fresh, last, problem }) {
  if (state === "failed" && problem) return "It could not be made:";
  if (state === "waiting") return "Waits for the one before it.";
  if (state === "running") return total ? `${done} of ${total}${failed ? `, ${failed} failed` : ""}${last ? `. Last: ${last}` : ""}` : "Getting ready…";
  const counts = `${done - failed} made${failed ? `, ${failed} failed` : ""}${fresh ? `, ${fresh} ${fresh === 1 ? "was" : "were"} up to date` : ""}.`;
  if (state === "cancelled") return `Cancelled: ${counts} What was made is kept.`;
  if (state === "cut off") return `Cut off when JupyterLab ended: ${counts} Start it again; it makes what is missing.`;
  return counts;
}

export class JobView {
  /** @param {JobState} job @param {{cancel: (id: string) => void, address: (path: string) => string}} told */
  constructor(job, { cancel, address }) {
    this.address = address;
    this.words = el("p", { class: "kit-count" });
    this.bar = el("progress", { "aria-label": `${job.title}: how far it is` });
    this.cancel = button("Cancel", () => cancel(job.id), { "aria-label": `Cancel ${job.title}` });
    this.problem = el("p", { class: "kit-problem" });
    this.open = el("p");
    this.failures = el("ul");
    this.failed = el("details", { open: true, hidden: true }, el("summary"), this.failures);
    this.documents = el("ul");
    this.made = el("details", { hidden: true }, el("summary"), this.documents);
    const heading = el("h3", {}, job.title, el("span", { class: "kit-quiet", text: ` asked at ${clockTime(job.asked)}` }));
    this.element = el("li", {}, heading, this.bar, this.words, this.cancel, this.problem, this.open, this.failed, this.made);
    this.show(job);
  }

  /** @param {JobState} job */
  show(job) {
    const over = isOver(job);
    setText(this.words, standing(job) + (over && job.note ? ` ${job.note}` : ""));
    this.bar.hidden = over;
    this.cancel.hidden = over;
    if (job.total) {
      this.bar.max = job.total;
      this.bar.value = job.done;
    } else {
      this.bar.removeAttribute("value");
    }
    setText(this.problem, job.problem);
    if (job.open && !this.open.firstChild) this.open.append(this.link(job.open, "Open the list of all records"));
    this.showFailures(job);
    this.showMade(job);
  }

  /** @param {JobState} job */
  showFailures({ failures, failed }) {
    this.failed.hidden = !failed;
    setText(this.failed.children[0], `${plural(failed, "failure")}, and why`);
    for (const each of failures.slice(this.failures.childElementCount)) {
      const seen = each.notebook && this.link(each.notebook, "the notebook that shows it");
      this.failures.append(el("li", {}, `${each.name}, ${each.title}: ${each.why}`, seen && " · ", seen));
    }
  }

  /** @param {JobState} job */
  showMade({ made, done, failed }) {
    this.made.hidden = !made.length;
    const more = done - failed > made.length ? `; the newest ${made.length} are` : ":";
    setText(this.made.children[0], `${done - failed} made${more === ":" ? "" : `${more} here`}`);
    if (this.count === done - failed) return;
    this.count = done - failed;
    if (made.length <= FEW) this.made.open = true; // what was asked for is what is looked for
    this.documents.replaceChildren(...made.map((each) => this.document(each)).reverse());
  }

  /** @param {MadeDocument} made */
  document({ title, name, files }) {
    const links = Object.entries(files).flatMap(([form, path], i) => [i > 0 && " · ", this.link(path, FORMS[form] ?? form, `${name}, ${title}`)]);
    return el("li", {}, `${name}, ${title}: `, ...links);
  }

  /** @param {string} path @param {string} text @param {string} [of] for those who hear it alone */
  link(path, text, of) {
    return el("a", { href: this.address(path), target: "_blank", rel: "noopener" }, text, of && el("span", { class: "kit-hidden", text: ` of ${of}` }));
  }
}

// Documents made from the desk: the form that orders them, and the jobs that make them, which go on without this page.
import { el, setText, spokenLine } from "../../ui/dom.js";
import { JobView, isOver, standing } from "./job.js";
import { OrderForm } from "./order.js";
/** @import { Transport } from "../../core/transport.js" */
/** @import { JobState } from "./job.js" */

const EACH = 1000; // ms between two looks while something is made
const NEWEST = 3; // jobs in sight; older ones are folded away

export class Making {
  /** @param {Transport} transport */
  constructor(transport) {
    this.transport = transport;
    /** @type {Map<string, JobView>} */
    this.views = new Map();
    /** @type {OrderForm | null} */
    this.form = null;
    this.district = "";
    /** @type {any} */
    this.timer = 0;
    this.spoken = spokenLine();
    this.problem = el("p", { class: "kit-problem", role: "alert" });
    this.order = el("details", { ontoggle: () => this.showForm() }, el("summary", { text: "Make records, pages, roll-ups and handouts" }));
    this.newest = el("ul", { class: "kit-jobs" });
    this.older = el("ul", { class: "kit-jobs" });
    this.before = el("details", { hidden: true }, el("summary", { text: "Earlier jobs" }), this.older);
    this.element = el("section", { class: "kit-making", "aria-label": "Documents" }, this.order, this.problem, this.spoken, this.newest, this.before);
  }

  /** Offer a district in the form. @param {string} name */
  of(name) {
    this.district = name;
    this.form?.of(name);
  }

  async showForm() {
    if (!this.order.open || this.form) return;
    try {
      const forms = await this.transport.call("forms", {});
      if (this.form) return; // opened twice
      this.form = new OrderForm(forms, (document, values) => this.send(document, values));
      this.form.of(this.district);
      this.order.append(this.form.element);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Order a document. Throws what the server says where it cannot be. @param {string} document @param {Record<string, any>} values */
  async send(document, values) {
    this.show(await this.transport.call("order", { document, values }));
    setText(this.spoken, "It is being made.");
  }

  /** Look at the jobs, now and for as long as something is made. */
  async look() {
    clearTimeout(this.timer);
    try {
      this.show(await this.transport.call("jobs", {}));
      setText(this.problem, "");
    } catch (error) {
      this.fail(error);
      this.timer = setTimeout(() => this.look(), 5 * EACH);
    }
  }

  /** @param {unknown} error */
  fail(error) {
    const { what = String(error), next = "" } = /** @type {any} */ (error);
    setText(this.problem, `${what} ${next}`);
  }

  /** @param {{jobs: JobState[]}} answer newest first */
  show({ jobs }) {
    clearTimeout(this.timer);
    const told = { cancel: (/** @type {string} */ id) => this.cancel(id), address: (/** @type {string} */ path) => this.address(path) };
    jobs.forEach((job, i) => {
      const view = this.views.get(job.id) ?? new JobView(job, told);
      if (this.views.has(job.id) && isOver(job) && !view.cancel.hidden) setText(this.spoken, `${job.title}: ${standing(job)}`);
      view.show(job);
      this.views.set(job.id, view);
      const list = i < NEWEST ? this.newest : this.older;
      const at = i < NEWEST ? i : i - NEWEST;
      if (list.children[at] !== view.element) list.insertBefore(view.element, list.children[at] ?? null);
    });
    this.before.hidden = jobs.length <= NEWEST;
    if (jobs.some((job) => !isOver(job))) this.timer = setTimeout(() => this.look(), EACH);
  }

  /** @param {string} id */
  async cancel(id) {
    try {
      this.show(await this.transport.call("cancel", { job: id }));
    } catch (error) {
      this.fail(error);
    }
  }

  /** @param {string} path below the kit's folder */
  address(path) {
    return `${this.transport.base}kit/made/${path.split("/").map(encodeURIComponent).join("/")}`;
  }
}

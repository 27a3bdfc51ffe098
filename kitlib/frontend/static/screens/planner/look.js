// A step as people will see it, beside its form; brought up to date after each change.
import { button, el, setText } from "../../ui/dom.js";
import { PreviewPane } from "../forms/preview.js";
/** @import { Transport } from "../../core/transport.js" */
/** @import { Step } from "./steps.js" */

/** The panel; closed until a step is to be looked at. */
export class LookPanel {
  /** @param {Transport} transport @param {() => Record<string, any>} told what the server is asked with @param {() => void} turned it was opened or closed */
  constructor(transport, told, turned) {
    this.turned = turned;
    this.step = "";
    /** @type {HTMLElement | null} */
    this.from = null;
    this.asked = "";
    this.told = told;
    this.pane = new PreviewPane(() => transport.call("preview", { ...told(), step: this.step }), transport.base ?? "/");
    this.title = el("h2", { tabindex: "-1" });
    const close = button("Close", () => this.close(), { class: "kit-small", "aria-label": "Close: as people will see it" });
    this.element = el("section", { class: "kit-plan-look", "aria-label": "As people will see it", hidden: true }, el("div", { class: "kit-plan-lookhead" }, this.title, close), this.pane.element);
    this.element.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** @param {string} step @param {HTMLElement} from */
  open(step, from) {
    Object.assign(this, { step, from });
    this.element.hidden = false;
    this.turned();
    this.title.focus();
    this.element.scrollIntoView({ block: "nearest" });
  }

  close() {
    this.element.hidden = true;
    this.asked = "";
    this.turned();
    this.from?.focus();
  }

  /** The plan is another now. @param {any} plan */
  update(plan) {
    if (!this.isOpen) return;
    const step = plan.steps.find((/** @type {Step} */ { id }) => id === this.step);
    if (!step) return this.close();
    setText(this.title, `As people will see it: ${step.values.title ?? ""}`);
    const now = JSON.stringify([this.step, this.told()]);
    if (now === this.asked) return;
    this.pane.update(this.asked ? undefined : 0);
    this.asked = now;
  }
}

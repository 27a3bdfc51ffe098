// After the end, for the one who leads at the kit's own computer: the record by button, and the way to the next meeting.
import { jupyterServer } from "../../core/transport.js";
import { button, el, setText } from "../../ui/dom.js";
import { Making } from "../desk/making.js";
/** @import { Client } from "../../core/client.js" */

const FORMS = ["html", "pdf", "docx"];

/** @param {Client} client @param {any} config @param {HTMLElement} root */
export function afterPanel(client, config, root) {
  const problem = el("p", { class: "kit-problem", role: "alert" });
  const made = el("div");
  /** @type {Making | null} */
  let making = null;
  const record = button("Make the record: page, PDF and Word", () => make(), { class: "kit-main" });
  const start = el("a", { href: `${jupyterServer(document)?.base ?? "/"}doc/tree/notebooks/start.ipynb`, target: "_blank", rel: "noopener", text: "Open the next one on the start page" });
  const element = el("section", { class: "kit-after", "aria-label": "After the meeting", hidden: true }, el("h3", { text: "After the meeting" }), el("p", { class: "kit-buttons" }, record, start), problem, made);
  async function make() {
    making ??= new Making(client.transport);
    making.order.hidden = true; // here one thing is made
    made.replaceChildren(making.element);
    setText(problem, "");
    try {
      await making.send("records", { ...config.record, format: FORMS });
    } catch (error) {
      const { what = String(error), next = "" } = /** @type {any} */ (error);
      setText(problem, `${what} ${next}`);
    }
  }
  return {
    element,
    update() {
      // Only a notebook stands on the computer that makes records; a page of the kit may have come in by a code.
      const isHere = Boolean(client.transport.base && root.closest(".jp-NotebookPanel"));
      element.hidden = !isHere || !config.record || client.agenda?.word !== "finished";
    },
  };
}

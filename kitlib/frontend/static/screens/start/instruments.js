// The forms that people rate: all of them, to look at, to change, or to make one's own; and a new one.
import { el, plural, setText } from "../../ui/dom.js";
/** @import { Transport } from "../../core/transport.js" */

/** @typedef {{id: string, title: string, readers: string, statements: number, own: boolean, by: string}} Told */

/** @param {Transport} transport */
export function instrumentsFold(transport) {
  const page = (/** @type {Record<string, string>} */ query) => `${transport.base}kit/instrument?${new URLSearchParams(query)}`;
  const list = el("ul", { class: "kit-plain kit-instruments" });
  const problem = el("p", { class: "kit-problem", role: "alert" });
  const said = el("p", { class: "kit-help", role: "status" });
  const link = (/** @type {Record<string, string>} */ query, /** @type {string} */ text, /** @type {string} */ label) => el("a", { href: page(query), target: "_blank", rel: "noopener", text, "aria-label": label });
  /** @param {Told} told @param {Record<string, string>} readers */
  function line({ id, title, readers: whom, statements, own, by }, readers) {
    const about = `For ${readers[whom].toLowerCase()} · ${plural(statements, "statement")} · ${own ? "your own" : `by ${by}`}`;
    const change = own ? "Change" : "Make it ours";
    return el("li", { class: "kit-instrument-line" }, el("span", {}, el("strong", { text: title }), el("span", { class: "kit-quiet", text: ` ${about}` })), el("span", { class: "kit-buttons" }, link({ instrument: id, look: "1" }, "Look", `Look at ${title}`), link({ instrument: id }, change, own ? `Change ${title}` : `Make ${title} ours`)));
  }
  async function fill() {
    setText(said, list.childElementCount ? "" : "Looking…");
    try {
      const { instruments, faults, readers } = await transport.call("instruments", {});
      list.replaceChildren(...instruments.map((/** @type {Told} */ each) => line(each, readers)), ...faults.map((/** @type {any} */ { id, file }) => el("li", {}, el("strong", { text: id }), " cannot be shown until its file is mended: ", el("code", { text: `kit check ${file}` }))));
      setText(problem, "");
    } catch (error) {
      const { what = String(error), next = "" } = /** @type {any} */ (error);
      setText(problem, `${what} ${next}`.trim());
    }
    setText(said, "");
  }
  const element = el("details", { class: "kit-fold", hidden: transport.base === null, ontoggle: () => element.open && fill() }, el("summary", { text: "Forms to rate" }), el("p", { class: "kit-buttons" }, link({}, "Make a new one", "Make a new form to rate")), said, problem, list);
  return element;
}

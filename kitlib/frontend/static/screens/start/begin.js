// A new session: its title, its topic, its length; then it is written on the page where plans are made.
import { el, setText } from "../../ui/dom.js";
import { CallError } from "../../core/transport.js";
import { labelled } from "./form.js";
/** @import { Transport } from "../../core/transport.js" */

const NEW = "";

/** @param {Transport} transport @param {string} session */
function address(transport, session) {
  return `${transport.base ?? "/"}kit/plan?${new URLSearchParams({ session })}`;
}

/** The form, folded. @param {Transport} transport @param {(address: string) => void} [goTo] where one goes at once; else a link is shown */
export function beginForm(transport, goTo) {
  const title = el("input", { type: "text", required: true, autocomplete: "off" });
  const resource = el("select", { onchange: () => toggle() });
  const minutes = el("input", { type: "number", min: 15, max: 480, value: 60, required: true });
  const name = el("input", { type: "text", autocomplete: "off" });
  const publisher = el("input", { type: "text", autocomplete: "off" });
  const url = el("input", { type: "url", autocomplete: "off", placeholder: "https://" });
  const own = [labelled("Name of the topic", name), labelled("Who publishes it", publisher, "Your school or district, if it is your own."), labelled("Its web address", url, "If there is one.")];
  const problem = el("p", { class: "kit-problem", role: "alert" });
  const done = el("p", { role: "status" });
  const submit = el("button", { type: "submit", text: "Begin it" });
  function toggle() {
    for (const each of own) each.hidden = resource.value !== NEW;
    name.required = resource.value === NEW;
  }
  /** @param {Event} event */
  async function send(event) {
    event.preventDefault();
    setText(problem, "");
    submit.disabled = true;
    const of = resource.value || { title: name.value, publisher: publisher.value, url: url.value };
    try {
      const { session } = await transport.call("begin", { title: title.value, minutes: Number(minutes.value), resource: of });
      const there = address(transport, session);
      if (goTo) return goTo(there);
      const link = el("a", { href: there, target: "_blank", rel: "noopener", text: `Write “${title.value.trim()}” now` });
      done.replaceChildren("It is begun, and stands on the shelf when you open this page again. ", link);
      link.focus();
    } catch (error) {
      setText(problem, error instanceof CallError ? `${error.what} ${error.next}` : String(error));
    }
    submit.disabled = false;
  }
  const form = el("form", { class: "kit-form", onsubmit: send }, labelled("Title of the session", title), labelled("Minutes", minutes), labelled("Topic that it belongs to", resource), ...own, el("div", { class: "kit-cell kit-cell-wide" }, submit, problem, done));
  const element = el("details", { class: "kit-fold kit-begin", ontoggle: () => element.open && offer() }, el("summary", { text: "Make a new session" }), el("p", { class: "kit-help", text: "It begins with a welcome, a question and next steps. All of it is then changed by form: texts, minutes, what people do." }), form);
  async function offer() {
    if (resource.options.length) return;
    try {
      const offered = await transport.call("beginning", {});
      const there = offered.resources.map((/** @type {[string, string]} */ [id, words]) => el("option", { value: id, text: words }));
      resource.replaceChildren(el("option", { value: NEW, text: "A topic of our own…" }), ...there);
      resource.value = there.length ? there[there.length - 1].value : NEW;
      publisher.value = offered.publisher;
      minutes.min = offered.shortest;
      toggle();
    } catch (error) {
      setText(problem, error instanceof CallError ? `${error.what} ${error.next}` : String(error));
    }
  }
  toggle();
  return element;
}

/** The way to a new session from a page that is about another one. @param {Transport} transport */
export function beginHere(transport) {
  return beginForm(transport, (there) => location.assign(there));
}

// What a home needs, by button: its own districts and schools, other devices that join, and what is kept and handed on.
import { CallError } from "../../core/transport.js";
import { called } from "../../ui/called.js";
import { button, el, plural, setText } from "../../ui/dom.js";
import { Making } from "../desk/making.js";
import { labelled } from "./form.js";
/** @import { Transport } from "../../core/transport.js" */

/** @typedef {{code: string, name: string}} District */
/** @typedef {{told: string, notes: string[], refused: string[], districts: District[]}} Loaded */

const LARGEST = 5_000_000; // bytes of a list

/** @param {unknown} error */
function problemOf(error) {
  if (error instanceof CallError) return `${error.what}${/[.!?]$/.test(error.what) ? "" : "."} ${error.next}`;
  return error instanceof Error ? error.message : String(error);
}

/** A file as base64. @param {File} file @returns {Promise<string>} */
function contentOf(file) {
  return new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => fail(new Error("The file cannot be read. Choose it again."));
    reader.readAsDataURL(file);
  });
}

/** Own districts and schools. @param {Transport} transport @param {(districts: District[]) => void} changed */
function listPanel(transport, changed) {
  const file = el("input", { type: "file", accept: ".csv,.txt,.tsv,.xlsx" });
  const name = el("input", { type: "text", autocomplete: "off", required: true });
  const code = el("input", { type: "text", autocomplete: "off" });
  const schools = el("textarea", { rows: 3 });
  const said = el("div", { role: "status" });
  const problem = el("p", { class: "kit-problem", role: "alert" });
  /** @param {any} body */
  async function load(body) {
    said.replaceChildren(el("p", { text: "Loading…" }));
    setText(problem, "");
    try {
      /** @type {Loaded} */
      const { told, notes, refused, districts } = await transport.call("list", body);
      const lines = [...notes, ...refused.map((line) => `Left out: ${line}`)].map((line) => el("li", { text: line }));
      said.replaceChildren(el("p", {}, el("strong", { text: told })), el("ul", {}, ...lines));
      changed(districts);
    } catch (error) {
      said.replaceChildren();
      setText(problem, problemOf(error));
    }
  }
  const send = async () => {
    const [chosen] = file.files ?? [];
    if (!chosen) return setText(problem, "Choose a file first.");
    if (chosen.size > LARGEST) return setText(problem, called("This file is too large for a list of districts or schools. Choose another."));
    await load({ name: chosen.name, file: await contentOf(chosen) });
  };
  const typed = el(
    "form",
    { class: "kit-form", onsubmit: (/** @type {Event} */ event) => {
      event.preventDefault();
      load({ district: name.value, code: code.value, schools: schools.value });
    } },
    labelled(called("Name of your district"), name),
    labelled("Its code, if you know it", code, "The state’s code. Without it the kit makes one of the name."),
    labelled(called("Its schools"), schools, "One a line, if you like."),
    el("div", { class: "kit-cell kit-cell-wide" }, el("button", { type: "submit", text: called("Add my district") })),
  );
  return el(
    "details",
    { class: "kit-fold" },
    el("summary", { text: called("Your districts and schools") }),
    typed,
    el("div", { class: "kit-find" }, labelled("Or a list from a file", file, called("CSV or Excel, of districts or of schools, with headings such as the state’s own.")), el("div", { class: "kit-cell" }, button("Load the file", send))),
    said,
    problem,
  );
}

/** Whether phones and laptops can join. @param {Transport} transport @param {string} now */
function sharingPanel(transport, now) {
  const words = el("p", { role: "status" });
  const problem = el("p", { class: "kit-problem", role: "alert" });
  const https = el("input", { type: "checkbox" });
  const tick = el("label", { class: "kit-tick" }, https, " Encrypt what they send. Each browser warns once, since only this computer vouches for itself.");
  const turn = button("", () => press());
  let address = now;
  const show = () => {
    const open = [el("strong", { text: "Phones and laptops can join" }), " at ", el("code", { text: address }), ". Each team’s code stands on the facilitator’s page."];
    words.replaceChildren(...(address ? open : ["Only this computer can write in a meeting now."]));
    setText(turn, address ? "Let no more devices in" : "Let phones and laptops join");
    tick.hidden = Boolean(address);
  };
  async function press() {
    turn.disabled = true;
    setText(problem, "");
    setText(words, address ? "Closing…" : "Opening…");
    try {
      ({ address } = await transport.call("share", { on: !address, https: https.checked }));
    } catch (error) {
      setText(problem, problemOf(error));
    }
    turn.disabled = false;
    show();
  }
  show();
  return el("details", { class: "kit-fold" }, el("summary", { text: "Phones and laptops of the teams" }), words, tick, turn, problem);
}

/** All of it. `order` makes a document of a meeting. */
export class Household {
  /** @param {any} config @param {Transport} transport @param {(districts: District[]) => void} changed */
  constructor(config, transport, changed) {
    this.making = new Making(transport);
    const lists = listPanel(transport, changed);
    lists.querySelector("summary")?.append(el("span", { class: "kit-quiet", text: ` · ${called(plural(config.districts.length, "district"))}` }));
    const shown = transport.base !== null; // only a server can do these
    this.element = el("section", { "aria-label": "Before and after", hidden: !shown }, lists, sharingPanel(transport, config.address), this.making.element);
    if (shown) this.making.look();
  }

  /** Make a document, and show how far it is. @param {string} document @param {Record<string, any>} values */
  async order(document, values) {
    await this.making.send(document, values);
    this.making.element.scrollIntoView({ block: "center" });
  }
}

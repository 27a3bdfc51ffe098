// From a kind's drawing to what a page calls.
import { chosen, learn, words, worded } from "../core/language.js";
import { clientFor } from "../core/page.js";
import { el, guardKeys } from "./dom.js";
import { HIDDEN, curtain, isHidden, leadBar } from "./lead.js";
/** @import { Model } from "../core/channel.js" */
/** @import { Client } from "../core/client.js" */
/** @import { Part } from "./dom.js" */

/**
 * @typedef {{update(): void, close?(): void}} Updated
 * @typedef {{root: HTMLElement, section: HTMLElement, client: Client, config: any}} Drawing where to draw, for whom, and what
 * @typedef {{model: Model & {get(name: string): any}, el: HTMLElement}} Widget
 */

/** @param {(drawing: Drawing) => Updated[]} draw */
export function mount(draw) {
  /** @param {Widget} widget */
  return function render({ model, el: host }) {
    const { client, leave } = clientFor(model);
    const config = model.get("config");
    const whole = (/** @type {any} */ given) => show(draw, host, client, given);
    const stop = config.veiled ? veil(host, client, config, whole) : whole(config);
    return () => {
      stop();
      leave();
    };
  };
}

/** @param {(drawing: Drawing) => Updated[]} draw @param {HTMLElement} host @param {Client} client @param {any} given @returns {() => void} what takes it away */
function show(draw, host, client, given) {
  const config = given.id ? worded(given) : given;
  const section = el("section", { class: `kit kit-${config.kind}`, "aria-label": config.title || words(chosen() && config.of ? config.of : config.name) || null });
  guardKeys(section);
  if (config.title) section.append(el("h3", { text: words(config.title) }));
  const parts = config.id ? drawActivity(draw, { section, client, config }) : draw({ root: section, section, client, config });
  host.append(section);
  const update = () => {
    for (const part of parts) part.update();
  };
  // First this: where a notebook is opened again, what the page knew of the others is forgotten here.
  const stop = client.subscribe(update);
  update();
  return () => {
    stop();
    for (const part of parts) part.close?.();
  };
}

/** In the place of an activity that is hidden: nothing of it is on the page before who leads opens it. @param {HTMLElement} host @param {Client} client @param {any} config @param {(config: any) => () => void} whole @returns {() => void} */
function veil(host, client, config, whole) {
  const section = el("section", { class: "kit", "aria-label": words(config.name) }, el("p", { class: "kit-curtain", text: HIDDEN }));
  let stop = client.subscribe(look);
  let isAsking = false;
  async function look() {
    if (isAsking || isHidden(client, config)) return;
    isAsking = true;
    try {
      const { meeting } = client.place;
      const opened = await client.transport.call("part", { meeting, team: client.team, language: chosen(), ...config.veiled });
      learn(opened.words);
      stop();
      section.remove();
      stop = whole(opened.config);
    } catch {
      isAsking = false; // asked again at the next news; the poll tells of a connection that is lost
    }
  }
  host.append(section);
  look();
  return () => stop();
}

/** What teams answer, with what the one who leads has around it. @param {(drawing: Drawing) => Updated[]} draw @param {Omit<Drawing, "root">} drawing @returns {Updated[]} */
function drawActivity(draw, { section, client, config }) {
  // A fieldset, so that closing an activity disables whatever stands in it.
  const body = el("fieldset", { class: "kit-body" });
  if (!client.leads) {
    const around = curtain(client, config, body);
    section.append(around.element, body);
    return [...draw({ root: body, section, client, config }), around];
  }
  const lead = config.again ? null : leadBar(client, config);
  if (lead) section.append(lead.bar);
  section.append(body);
  if (lead) section.append(lead.wall);
  return [...draw({ root: body, section, client, config }), ...(lead ? [lead] : [])];
}

/** Add parts to the page in order and hand them back. @param {HTMLElement} root @param {...Part} parts @returns {Part[]} */
export function place(root, ...parts) {
  for (const part of parts) root.append(part.element);
  return parts;
}

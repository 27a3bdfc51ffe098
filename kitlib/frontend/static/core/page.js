// The clients of this page: one for each meeting, team and role, shared by all widgets of a notebook.
import { Channel } from "./channel.js";
import { Client } from "./client.js";
import { browserEnvironment } from "./environment.js";
import { Transport, jupyterServer } from "./transport.js";
/** @import { Model } from "./channel.js" */

// Beside what `loader.js` keeps there: two loads of these modules, as after a failed fetch, still share one client.
const kit = (/** @type {any} */ (globalThis).__kit ??= {});
/** @type {Map<string, Client>} */
const clients = (kit.clients ??= new Map());

/** The client of this page for a widget's meeting. @param {Model & {get(name: string): any}} model @returns {{client: Client, leave: () => void}} `leave` when the widget goes */
export function clientFor(model) {
  const place = model.get("place");
  const key = `${place.meeting}|${place.team}|${place.role}`;
  let client = clients.get(key);
  if (!client) {
    client = new Client({ environment: browserEnvironment(window), place, server: jupyterServer(document) });
    clients.set(key, client);
    client.start();
  } else client.renewed(place);
  return { client, leave: client.channel.join(model) };
}

/** A conversation with the server, or else a widget's kernel, for a page that belongs to no meeting. @param {Model} model */
export function transportOf(model) {
  const environment = browserEnvironment(window);
  const channel = new Channel(environment);
  channel.join(model);
  return new Transport({ environment, channel, server: jupyterServer(document) });
}

// What the tab is called: the step and whose page it is, before the session.
import { words } from "../../core/language.js";
/** @import { Client } from "../../core/client.js" */

/** @param {Client} client @param {any} config */
export function tabTitle(client, config) {
  const slot = client.agenda?.slots.find((each) => each.id === client.agenda?.running);
  const whose = client.leads ? "Leading" : config.team;
  return [words(slot?.title), whose, words(config.name)].filter(Boolean).join(" · ");
}

/** Keeps the tab's title; a notebook's only while it is the one in sight. @param {Client} client @param {any} config @param {HTMLElement} home */
export function titleKeeper(client, config, home) {
  return {
    update() {
      const title = tabTitle(client, config);
      if (document.title !== title && home.isConnected && home.closest(".kit-page, .jp-NotebookPanel:not(.lm-mod-hidden)")) document.title = title;
    },
  };
}

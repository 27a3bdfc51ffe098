// Items to answer one by one, each a group of native radios; in a long list, a way to jump between its domains.
import { h, freshId, say } from "./dom.js";

/**
 * A group of native radios for one answer.
 * @param {any} client @param {() => any} at @param {{value: any, label: string, help?: string, translations?: any}[]} options
 * @param {string} id the field as tests and guides name it @param {any} [speech]
 */
export function radioChoices(client, at, options, id, speech) {
  const name = freshId("rate");
  const radios = options.map(({ value, label, help, translations }) => {
    const radio = h("input", {
      type: "radio",
      name,
      "data-kit-field": `${id}/${value}`,
      onchange: () => client.set(at(), value, { now: true }),
    });
    const words = h("span", { text: label });
    speech?.words(words, label, translations);
    return { value, radio, element: h("label", { title: help || null }, radio, words) };
  });
  return {
    element: h("div", { class: "kit-points" }, ...radios.map((r) => r.element)),
    focus() {
      (radios.find((r) => r.radio.checked) ?? radios[0]).radio.focus();
    },
    update(disabled) {
      const value = client.value(at());
      for (const r of radios) {
        const checked = r.value === value;
        if (r.radio.checked !== checked) r.radio.checked = checked;
        if (r.radio.disabled !== Boolean(disabled)) r.radio.disabled = Boolean(disabled);
      }
    },
  };
}

const LONG_LIST = 10; // items from which on the domains are listed with a way to each

/**
 * Items under the headings of their domains. `draw(item, number)` gives `{element, ...}` for each.
 * @param {any[]} items @param {(item: any, number: number) => any} draw @param {(item: any) => boolean} done
 */
export function itemList(items, draw, done) {
  const drawn = items.map((item, i) => ({ item, ...draw(item, i + 1) }));
  const domains = [...new Set(items.map((item) => item.domain))];
  const headed = domains.some(Boolean) && domains.length < items.length;
  const sections = (headed ? domains : [null]).map((domain) => {
    const own = drawn.filter(({ item }) => domain === null || item.domain === domain);
    const heading = domain ? h("h5", { class: "kit-domain", text: domain, tabindex: "-1" }) : null;
    const jump = h("button", {
      type: "button",
      class: "kit-jump",
      onclick: () => {
        const open = own.find(({ item }) => !done(item));
        if (open?.choice) open.choice.focus();
        else heading.focus();
        (open?.element ?? heading).scrollIntoView({ block: "center" });
      },
    });
    return { domain, own, heading, jump, element: h("div", { class: "kit-items" }, heading, ...own.map((i) => i.element)) };
  });
  const long = headed && items.length >= LONG_LIST;
  const nav = long && h("nav", { class: "kit-jumps", "aria-label": "Parts of the list" }, ...sections.filter((s) => s.heading).map((s) => s.jump));
  return {
    items: drawn,
    element: h("div", {}, nav, ...sections.map((s) => s.element)),
    update() {
      if (!long) return;
      for (const { domain, own, jump } of sections) {
        const n = own.filter(({ item }) => done(item)).length;
        say(jump, `${n === own.length ? "✓ " : ""}${domain}: ${n} of ${own.length}`);
        jump.toggleAttribute("data-done", n === own.length);
      }
    },
  };
}

/** One item with its points, as a seat answers it. @param {any} said the language of the page */
export function ownItem(client, at, item, number, points, field, said) {
  const choice = radioChoices(client, at, points, field, said);
  const words = said.words(h("span"), item.text, item.translations);
  const help = item.help && h("p", { class: "kit-help", id: freshId("help"), text: item.help });
  const legend = h("legend", {}, h("span", { class: "kit-number", text: `${number}. ` }), words);
  return { choice, element: h("fieldset", { class: "kit-item", "aria-describedby": help?.id }, legend, help, choice.element) };
}

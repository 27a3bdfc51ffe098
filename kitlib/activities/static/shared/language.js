// What people read in the language they choose; what is not translated stays in English and says so.
import { h, freshId, say } from "./dom.js";

/** Languages that content may carry beside its English, by their own names. */
const LANGUAGE_NAMES = { es: "Español", pt: "Português", ht: "Kreyòl ayisyen", zh: "中文", vi: "Tiếng Việt" };

/**
 * The words of one instrument in the language chosen on this page. `element` is the choice, to be placed above them;
 * where nothing is translated it stays empty.
 * @param {any} client @param {any} instrument @param {any[]} points
 */
export function speech(client, instrument, points) {
  const translated = [instrument.titles, instrument.intros, ...instrument.items.map((i) => i.translations), ...points.map((p) => p.translations)];
  const offered = Object.keys(LANGUAGE_NAMES).filter((language) => instrument.items.some((item) => item.translations?.[language]));
  const bound = [];
  const key = `kit.language.${client.place.meeting}`;
  const id = freshId("language");
  const label = (language) => (instrument.reviewed.includes(language) ? LANGUAGE_NAMES[language] : `${LANGUAGE_NAMES[language]} (draft)`);
  const select = h(
    "select",
    { id, onchange: () => choose(select.value) },
    h("option", { value: "en", text: "English", lang: "en" }),
    ...offered.map((language) => h("option", { value: language, text: label(language), lang: language })),
  );
  const note = h("p", { class: "kit-help", role: "status" });
  const element = h("div", {}, offered.length > 0 && h("p", { class: "kit-seat" }, h("label", { for: id, text: "Language" }), select), note);

  /** @param {HTMLElement} node @param {string} english @param {Record<string, string>} [translations] */
  function show(node, english, translations) {
    const words = translations?.[select.value];
    say(node, words ?? english);
    const language = words ? select.value : "en";
    if (node.lang !== language) node.lang = language;
  }

  function choose(language) {
    select.value = offered.includes(language) ? language : "en";
    try {
      sessionStorage.setItem(key, select.value);
    } catch {
      /* the choice then lasts as long as the page */
    }
    for (const [node, english, translations] of bound) show(node, english, translations);
    const chosen = select.value;
    const missing = chosen === "en" ? 0 : translated.filter((each) => each && !each[chosen]).length;
    const draft = chosen !== "en" && !instrument.reviewed.includes(chosen);
    say(
      note,
      [draft && `This ${LANGUAGE_NAMES[chosen]} text is a draft. Ask a speaker to read it before you rely on it.`, missing > 0 && "What is not translated yet stays in English."]
        .filter(Boolean)
        .join(" "),
    );
    note.hidden = !note.textContent;
  }

  /** Keep the words of a node in the chosen language from now on. */
  function words(node, english, translations) {
    bound.push([node, english, translations ?? {}]);
    show(node, english, translations ?? {});
    return node;
  }

  let before = "en";
  try {
    before = sessionStorage.getItem(key) || "en";
  } catch {
    /* as above */
  }
  choose(before);
  return { element, words };
}

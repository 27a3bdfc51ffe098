// The phrase of a seat on paper, for its writer to take along. The sheet is made and printed in this browser, and stands on
// the page only as long as it is being printed.
import { say } from "../core/language.js";
import { el } from "./dom.js";

/** What stands on the sheet. @param {string} phrase @param {string} seat as people call it @param {string} day */
function sheet(phrase, seat, day) {
  return el(
    "section",
    { class: "kit kit-yours" },
    el("p", {}, say("Yours alone · {day}", { day })),
    el("h1", { text: say("The phrase of {seat}", { seat }) }),
    el("p", { class: "kit-phrase-words", text: phrase }),
    el("p", { text: say("It opens on another device what you wrote in private: join the same team there, choose {seat}, and type these words.", { seat }) }),
    el("p", { text: say("Take this sheet with you, and do not hand it in: whoever has these words can read yours. Without them and without your browser what you wrote in private is lost; nobody can help.") }),
  );
}

/** Print it, and nothing else of the page. @param {string} phrase @param {string} seat @param {Window & typeof globalThis} [window] */
export function printYours(phrase, seat, window = globalThis.window) {
  const { body } = window.document;
  const element = sheet(phrase, seat, new window.Date().toLocaleDateString());
  body.append(element);
  body.setAttribute("data-kit-prints", "yours");
  window.addEventListener(
    "afterprint",
    () => {
      element.remove();
      body.removeAttribute("data-kit-prints");
    },
    { once: true },
  );
  window.print();
}

// What is private: who can read it, said before anyone types, and the phrase that opens it elsewhere.
import { say } from "../core/language.js";
import { CallError } from "../core/transport.js";
import { button, el, onEnter, setText, uniqueId } from "./dom.js";
import { printYours } from "./yours.js";
/** @import { Client } from "../core/client.js" */

const WORDS = {
  open: say("Locked in this browser before it is sent. Nobody else can read it: not your colleagues, not who leads, not who keeps the computer; and it is in no record. On another device your phrase opens it. Without this browser and without the phrase it is lost; nobody can help."),
  shut: say("This is locked. Your phrase opens it."),
  never: say("Kept in this browser alone, and not sent to anybody: this page came over a connection that is not encrypted. When the browser’s data are cleared, it is gone."),
};

/** What went wrong, in words. @param {unknown} error */
export function problemWords(error) {
  return error instanceof CallError ? `${say(error.what)} ${say(error.next)}`.trim() : String(error);
}

/** A line into which a phrase is typed. @param {(phrase: string) => Promise<boolean>} open */
export function phraseLine(open) {
  const id = uniqueId("phrase");
  const input = el("input", { id, type: "text", autocomplete: "off", autocapitalize: "none", spellcheck: "false", class: "kit-phrase" });
  const words = el("p", { role: "status" });
  const press = button(say("Open"), () => go());
  async function go() {
    if (!input.value.trim() || press.disabled) return;
    press.disabled = true;
    setText(words, say("Opening… this takes a moment."));
    try {
      const isOpen = await open(input.value);
      if (isOpen) input.value = "";
      setText(words, isOpen ? "" : say("That is not the phrase of this seat. Look at each word again."));
    } catch (error) {
      setText(words, say("Not opened: {problem}", { problem: problemWords(error) }));
    }
    press.disabled = false;
  }
  onEnter(input, () => go());
  return el("div", { class: "kit-phrase-line" }, el("label", { for: id, text: say("Your phrase") }), input, press, words);
}

/** The phrase of this seat, and the way to lock it here. @param {Client} client */
function phraseFold(client) {
  const place = () => ({ team: client.team, seat: client.seat });
  const phrase = el("strong", { class: "kit-phrase-words" });
  const words = el("p", { role: "status" });
  const shut = button(say("Lock it on this device"), async () => {
    await client.flush();
    if (client.outbox.ready().some((draft) => draft.private)) setText(words, say("Not locked: what you wrote is not saved yet. Try again in a moment."));
    else client.locks.shut(place());
  });
  const print = button(say("Print it for yourself"), () => printYours(client.locks.phrase(place()) ?? "", client.seatLabel));
  const shown = el("p", {}, say("Write it down, for yourself:"), " ", phrase);
  const element = el("details", { class: "kit-phrase-fold" }, el("summary", { text: say("Your phrase") }), shown, print, shut, words);
  element.addEventListener("toggle", async () => {
    if (!element.open || client.locks.phrase(place())) return;
    setText(words, say("Making your phrase…"));
    try {
      await client.locks.ready(place());
      setText(words, "");
    } catch (error) {
      setText(words, say("There is no phrase yet: {problem}", { problem: problemWords(error) }));
    }
  });
  return {
    element,
    update() {
      const known = client.locks.phrase(place());
      element.hidden = !client.seat;
      shown.hidden = print.hidden = shut.hidden = !known;
      setText(phrase, known ?? "");
    },
  };
}

/** Who can read a private answer, and its phrase. @param {Client} client @param {string} [id] */
export function privateNote(client, id) {
  const words = el("span");
  const note = el("p", { class: "kit-who", id, "data-who": "private" }, el("strong", { text: say("Private") }), " ", words);
  const fold = phraseFold(client);
  const line = phraseLine((phrase) => client.locks.open({ team: client.team, seat: client.seat }, phrase));
  return {
    element: el("div", {}, note, fold.element, line),
    update() {
      const isShut = client.isShut;
      setText(words, client.locks.isAble ? (isShut ? WORDS.shut : WORDS.open) : WORDS.never);
      line.hidden = !isShut;
      fold.update();
      if (isShut || !client.locks.isAble) fold.element.hidden = true;
    },
  };
}

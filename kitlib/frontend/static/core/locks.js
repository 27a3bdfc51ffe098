// What a seat writes in private, locked before it leaves this browser. Each seat has a key of its own, which this browser
// keeps; the server keeps it too, wrapped under a phrase that only the person has. Nothing here is invented: the key is
// one of AES-GCM, the phrase is stretched by PBKDF2, and both are the browser's own.
import { CallError } from "./transport.js";
import { WORDS } from "./words.js";
/** @import { SeatAnswer, SeatLock } from "../protocol.js" */
/** @import { Address } from "./answers.js" */
/** @import { Environment } from "./environment.js" */

/**
 * @typedef {{id: string, key: CryptoKey, phrase: string}} Lock one that is open on this device
 * @typedef {{lock: string, sealed: string}} Sealed
 * @typedef {{team: string, seat: string}} Place
 */

const ROUNDS = 600_000; // of PBKDF2 with SHA-256, as OWASP advises
const PHRASE = 6; // words of 512: 54 bits
const STEP = 256; // bytes; a text is as long as the next multiple, so that its length tells little
const NONCE = 12; // bytes, as AES-GCM takes them

/** @param {Uint8Array} bytes */
const toBase64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
/** @param {string} text @returns {Uint8Array<ArrayBuffer>} */
const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
/** @param {string} text @returns {Uint8Array<ArrayBuffer>} */
const bytesOf = (text) => new Uint8Array(new TextEncoder().encode(text));
/** @param {Uint8Array} bytes */
const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Whether a value is locked. @param {any} value @returns {value is Sealed} */
export function isSealed(value) {
  return typeof value?.sealed === "string" && typeof value?.lock === "string";
}

/** A phrase as it was typed, the way it is reckoned with: case, blanks and signs do not matter. @param {string} typed */
export function plainPhrase(typed) {
  return (typed.toLowerCase().match(/[a-z]+/g) ?? []).join("-");
}

/** A text and its length, up to the next step. @param {Uint8Array} text */
function padded(text) {
  const bytes = new Uint8Array(Math.ceil((text.length + 4) / STEP) * STEP);
  new DataView(bytes.buffer).setUint32(0, text.length);
  bytes.set(text, 4);
  return bytes;
}

/** @param {Uint8Array} bytes */
function unpadded(bytes) {
  return bytes.slice(4, 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0));
}

/** The locks of a meeting's seats on this device. */
export class Locks {
  /**
   * @param {{environment: Environment, meeting: string, ask: (body: any) => Promise<SeatAnswer>, changed: () => void}} parts
   *   `ask` makes the call "seat"; it throws CallError where no answer comes. `changed`: what can be read here is more, or less
   */
  constructor({ environment, meeting, ask, changed }) {
    this.environment = environment;
    this.meeting = meeting;
    this.ask = ask;
    this.changed = changed;
    /** @type {Map<string, Lock>} team|seat -> its lock, open here */
    this.opened = new Map();
    /** @type {Map<string, SeatLock | null>} team|seat -> what the server keeps of it, as last told */
    this.known = new Map();
    /** @type {Map<string, Promise<void>>} */
    this.making = new Map();
  }

  get crypto() {
    return this.environment.crypto;
  }

  /** Whether this page can lock at all: over plain http on a network, browsers give no cryptography. */
  get isAble() {
    return Boolean(this.crypto);
  }

  /** @param {Place} place */
  key({ team, seat }) {
    return `${team}|${seat}`;
  }

  /** @param {Place} place */
  storageName({ team, seat }) {
    return `kit.lock.${this.meeting}|${team}|${seat}`;
  }

  /** Whether what a seat wrote in private cannot be read here: its phrase is needed. @param {Place} place */
  isShut(place) {
    const key = this.key(place);
    return Boolean(this.known.get(key)) && !this.opened.has(key);
  }

  /** Whether private words of a seat can be sent. @param {Place} place */
  canSeal(place) {
    return this.isAble && this.known.has(this.key(place)) && !this.isShut(place);
  }

  /** The phrase of a seat that is open here, else null. @param {Place} place */
  phrase(place) {
    return this.opened.get(this.key(place))?.phrase ?? null;
  }

  // -- a seat that is this device's -------------------------------------------------------------

  /** Take in what the server keeps of a seat's lock, and open it where this device has the key. @param {Place} place @param {SeatLock | null} record */
  async learn(place, record) {
    const kept = this.kept(place);
    if (this.crypto && kept && (!record || record.id === kept.id)) this.opened.set(this.key(place), await this.taken(kept));
    this.known.set(this.key(place), record);
  }

  /** @param {Place} place @returns {{id: string, key: string, phrase: string} | null} */
  kept(place) {
    try {
      return JSON.parse(this.environment.storage.getItem(this.storageName(place)) ?? "null");
    } catch {
      return null;
    }
  }

  /** A lock as this browser kept it. @param {{id: string, key: string, phrase: string}} kept @returns {Promise<Lock>} */
  async taken({ id, key, phrase }) {
    return { id, phrase, key: await this.subtle().importKey("raw", fromBase64(key), "AES-GCM", true, ["encrypt", "decrypt"]) };
  }

  /** See that a seat has a lock that the server keeps too, before anything is sealed with it. Throws CallError. @param {Place} place */
  async ready(place) {
    const key = this.key(place);
    if (this.known.get(key) && this.opened.has(key)) return;
    if (!this.making.has(key)) this.making.set(key, this.make(place).finally(() => this.making.delete(key)));
    await this.making.get(key);
  }

  /** @param {Place} place */
  async make(place) {
    const lock = this.opened.get(this.key(place)) ?? (await this.keptOrNew(place));
    const { record, proof } = await this.wrap(place, lock);
    const answer = await this.ask({ ...place, lock: record, proof });
    if (answer.holding !== "yours") throw new CallError("forbidden", "This seat belongs to another device.", "Choose a free seat.");
    this.known.set(this.key(place), answer.lock ?? null);
    if (answer.lock?.id === lock.id) this.opened.set(this.key(place), lock);
    else this.opened.delete(this.key(place)); // another page of this seat was first
    if (!this.isShut(place)) return;
    this.changed();
    throw new CallError("retry", "This seat was locked on another page.", "Type its phrase.");
  }

  /** The lock that this browser keeps of a seat, which another page of it may just have made; else a new one. @param {Place} place @returns {Promise<Lock>} */
  async keptOrNew(place) {
    const lock = await this.invent();
    const raw = await this.raw(lock);
    const kept = this.kept(place); // nothing is awaited between this and what follows
    if (kept) return this.taken(kept);
    this.keep(place, lock, raw);
    return lock;
  }

  /** @param {Lock} lock */
  async raw({ key }) {
    return toBase64(new Uint8Array(await this.subtle().exportKey("raw", key)));
  }

  /** @returns {Promise<Lock>} */
  async invent() {
    const key = await this.subtle().generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]);
    const numbers = new Uint16Array(this.environment.randomBytes(2 * PHRASE).buffer);
    const phrase = Array.from(numbers, (number) => WORDS[number % WORDS.length]).join("-");
    return { id: toHex(this.environment.randomBytes(8)), key, phrase };
  }

  /** @param {Place} place @param {Lock} lock @param {string} key in base64 */
  keep(place, { id, phrase }, key) {
    try {
      this.environment.storage.setItem(this.storageName(place), JSON.stringify({ id, key, phrase }));
    } catch {
      /* the browser keeps nothing: the lock is open as long as the page, and then opens by its phrase */
    }
  }

  /** A lock as the server may have it, with what proves to it that somebody has the phrase. @param {Place} place @param {Lock} lock */
  async wrap(place, { id, key, phrase }) {
    const salt = this.environment.randomBytes(16);
    const { wrapping, proof } = await this.stretch(phrase, salt, ROUNDS);
    const nonce = this.environment.randomBytes(NONCE);
    const raw = await this.subtle().exportKey("raw", key);
    const cipher = await this.subtle().encrypt({ name: "AES-GCM", iv: nonce, additionalData: bytesOf(this.about(place, id)) }, wrapping, raw);
    const record = { id, salt: toBase64(salt), rounds: ROUNDS, wrapped: toBase64(new Uint8Array([...nonce, ...new Uint8Array(cipher)])) };
    return { record, proof };
  }

  /** What a phrase becomes: a key that wraps, and a proof that tells nothing of it. @param {string} phrase @param {Uint8Array<ArrayBuffer>} salt @param {number} rounds */
  async stretch(phrase, salt, rounds) {
    const subtle = this.subtle();
    const typed = await subtle.importKey("raw", bytesOf(plainPhrase(phrase)), "PBKDF2", false, ["deriveBits"]);
    const bits = await subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, typed, 256);
    const main = await subtle.importKey("raw", bits, "HKDF", false, ["deriveBits", "deriveKey"]);
    const of = (/** @type {string} */ what) => ({ name: "HKDF", hash: "SHA-256", salt, info: bytesOf(`kit ${what}`) });
    const wrapping = await subtle.deriveKey(of("wrapping"), main, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    return { wrapping, proof: toHex(new Uint8Array(await subtle.deriveBits(of("proof"), main, 256))) };
  }

  /**
   * Open a seat with its phrase, on this device or one that it was not on before.
   * Throws CallError where no answer comes; false where the phrase is not the one.
   * @param {Place} place @param {string} typed
   */
  async open(place, typed) {
    const asked = await this.ask(place);
    const { salt, rounds } = asked.lock ?? asked;
    if (!salt || !rounds) return false;
    const { wrapping, proof } = await this.stretch(typed, fromBase64(salt), rounds);
    const { holding, lock: record } = await this.ask({ ...place, proof });
    if (holding !== "yours" || !record) return false;
    const key = await this.unwrap(place, record, wrapping).catch(() => null);
    if (!key) return false;
    const lock = { id: record.id, key, phrase: plainPhrase(typed) };
    this.keep(place, lock, await this.raw(lock));
    this.opened.set(this.key(place), lock);
    this.known.set(this.key(place), record);
    this.changed();
    return true;
  }

  /** @param {Place} place @param {SeatLock} record @param {CryptoKey} wrapping */
  async unwrap(place, { id, wrapped }, wrapping) {
    const bytes = fromBase64(wrapped);
    const raw = await this.subtle().decrypt({ name: "AES-GCM", iv: bytes.slice(0, NONCE), additionalData: bytesOf(this.about(place, id)) }, wrapping, bytes.slice(NONCE));
    return this.subtle().importKey("raw", raw, "AES-GCM", true, ["encrypt", "decrypt"]);
  }

  /** Lock a seat on this device: from now on its phrase is needed. @param {Place} place */
  shut(place) {
    this.opened.delete(this.key(place));
    try {
      this.environment.storage.removeItem(this.storageName(place));
    } catch {
      /* storage is switched off: it was not kept there */
    }
    this.changed();
  }

  // -- words ----------------------------------------------------------------------------------

  /** @param {Place} place @param {string} id */
  about({ team, seat }, id) {
    return [this.meeting, team, seat, id].join("|");
  }

  /** @param {Address} address @param {string} id */
  aboutAnswer({ team, seat, activity, field }, id) {
    return bytesOf([this.meeting, team, seat, activity, field, id].join("|"));
  }

  /** A value as it may leave this browser; none stays none. Throws CallError where the seat cannot be locked yet. @param {Address} address @param {any} value @returns {Promise<Sealed | null>} */
  async seal(address, value) {
    if (value === null || value === "") return null;
    await this.ready({ team: address.team, seat: address.seat });
    const { id, key } = /** @type {Lock} */ (this.opened.get(this.key(address)));
    const nonce = this.environment.randomBytes(NONCE);
    const cipher = await this.subtle().encrypt({ name: "AES-GCM", iv: nonce, additionalData: this.aboutAnswer(address, id) }, key, padded(bytesOf(JSON.stringify(value))));
    return { lock: id, sealed: toBase64(new Uint8Array([...nonce, ...new Uint8Array(cipher)])) };
  }

  /** The value that was sealed; undefined where it cannot be read here. @param {Address} address @param {Sealed} value @returns {Promise<any>} */
  async unseal(address, { lock, sealed }) {
    const opened = this.opened.get(this.key(address));
    if (!opened || opened.id !== lock) return undefined;
    try {
      const bytes = fromBase64(sealed);
      const plain = await this.subtle().decrypt({ name: "AES-GCM", iv: bytes.slice(0, NONCE), additionalData: this.aboutAnswer(address, lock) }, opened.key, bytes.slice(NONCE));
      return JSON.parse(new TextDecoder().decode(unpadded(new Uint8Array(plain))));
    } catch {
      return undefined;
    }
  }

  /** @returns {SubtleCrypto} */
  subtle() {
    if (!this.crypto) throw new CallError("retry", "This browser gives a page no cryptography over plain http.");
    return this.crypto;
  }
}

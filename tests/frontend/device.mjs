// One device without a screen: it joins a team by a code over real HTTP, and locks and opens what is private with the page's
// own code. Reads what to do from its input as JSON and prints what came of it; `storage` is what its browser keeps.
import { webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";
import { Locks, isSealed } from "../../kitlib/frontend/static/core/locks.js";

const given = JSON.parse(readFileSync(0, "utf8"));
const { base, code, meeting, team, seat } = given;
const place = { team, seat };
const cookies = new Map(Object.entries(given.cookies ?? {}));
const storage = new Map(Object.entries(given.storage ?? {}));

async function http(path, { body, form } = {}) {
  const headers = { Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") };
  if (body) Object.assign(headers, { "Content-Type": "application/json", "X-XSRFToken": cookies.get("_xsrf") });
  const method = body || form ? "POST" : "GET";
  const sent = body ? JSON.stringify(body) : form && new URLSearchParams(form);
  const answer = await fetch(base + path, { method, headers, body: sent, redirect: "manual" });
  for (const cookie of answer.headers.getSetCookie()) {
    const [, name, value] = cookie.match(/^([^=]+)=([^;]*)/);
    cookies.set(name, value);
  }
  const text = await answer.text();
  return { status: answer.status, json: text.startsWith("{") ? JSON.parse(text) : null };
}

const environment = {
  crypto: webcrypto.subtle,
  randomBytes: (count) => webcrypto.getRandomValues(new Uint8Array(count)),
  storage: { getItem: (name) => storage.get(name) ?? null, setItem: (name, value) => storage.set(name, value), removeItem: (name) => storage.delete(name) },
};
const ask = async (body) => (await http("/kit/api/seat", { body: { ...body, meeting } })).json;
const locks = new Locks({ environment, meeting, ask, changed: () => {} });

if (!cookies.size) {
  await http("/kit/join");
  await http("/kit/join", { form: { code, _xsrf: cookies.get("_xsrf") } });
}
const result = { opened: true, outcomes: [] };
if (given.phrase) result.opened = await locks.open(place, given.phrase);
else await locks.learn(place, (await ask(place)).lock ?? null);

let seq = given.seq ?? 0;
for (const { activity, field, value, open } of given.write ?? []) {
  const address = { ...place, activity, field };
  const entry = { meeting, team, seat, activity, field, value: open ? value : await locks.seal(address, value), writer: `w-${team}-${seat}`, seq: ++seq, base: null };
  const { json } = await http("/kit/api/entries", { body: { meeting, team, entries: [entry] } });
  result.outcomes.push(json?.results?.[0]?.outcome ?? "none");
}
const { status, json } = await http(`/kit/api/state?${new URLSearchParams({ meeting, team, seat })}`);
result.status = status;
result.state = json;
result.read = {};
for (const [activity, fields] of Object.entries(json?.mine ?? {})) {
  for (const [field, { value }] of Object.entries(fields)) {
    if (isSealed(value)) result.read[`${activity}/${field}`] = (await locks.unseal({ ...place, activity, field }, value)) ?? null;
  }
}
console.log(JSON.stringify({ ...result, phrase: locks.phrase(place), cookies: Object.fromEntries(cookies), storage: Object.fromEntries(storage) }));

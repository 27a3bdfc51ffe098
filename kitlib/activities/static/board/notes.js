// What stands on a board now, as this page knows it.

export const LOOSE = ""; // the heap of notes under no heading

/** What stands on the wall now: notes by row, headings in order, and what was taken out. */
export function look(client, config) {
  const team = (field) => client.value({ scope: "team", activity: config.id, field });
  const seat = (field) => client.value({ scope: "seat", activity: config.id, field });
  const columns = { own: new Set(), names: new Set() };
  const ofSeat = `${client.team}|${client.seat}|${config.id}|`;
  const ofTeam = `${client.team}||${config.id}|`;
  for (const map of [client.stored, client.pending, client.conflicts]) {
    for (const key of map.keys()) {
      if (client.seat && key.startsWith(ofSeat) && key.endsWith(".text")) columns.own.add(key.slice(ofSeat.length, -5));
      else if (key.startsWith(ofTeam) && key.endsWith(".name")) columns.names.add(key.slice(ofTeam.length, -5));
    }
  }
  const headings = new Map();
  const dropped = new Map();
  const given = new Map(config.clusters.map((cluster) => [cluster.id, cluster]));
  const added = [...columns.names].filter((row) => !given.has(row) && team(`${row}.name`) !== null).sort();
  for (const row of [...given.keys(), ...added]) {
    const heading = { row, name: String(team(`${row}.name`) ?? given.get(row)?.text ?? ""), help: given.get(row)?.help ?? "" };
    (team(`${row}.dropped`) ? dropped : headings).set(row, heading);
  }
  const notes = new Map();
  const removed = new Map();
  for (const row of columns.own) {
    const text = String(seat(`${row}.text`) ?? "");
    (seat(`${row}.removed`) ? removed : notes).set(row, { row, text, mine: true });
  }
  for (const [row, text] of Object.entries(client.shared[config.id]?.notes ?? {})) {
    if (!notes.has(row) && !removed.has(row)) notes.set(row, { row, text, mine: false });
  }
  for (const note of notes.values()) {
    const heading = team(`${note.row}.cluster`);
    note.heap = headings.has(heading) ? heading : LOOSE;
  }
  const sorted = new Map([...notes].sort(([a], [b]) => (a < b ? -1 : 1)));
  return { headings, dropped, notes: sorted, removed };
}

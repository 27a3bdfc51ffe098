// Made from kitlib/meetings/protocol.py and parts.py by: python -m kitlib.frontend.types

export type JSON = any;

/** One answer as a page sends it. It does not say who may read it; the session does. */
export interface Entry {
  meeting: string;
  team: string;
  seat: string;
  activity: string;
  field: string;
  value: JSON;
  writer: string;
  seq: number;
  base: number | null;
  sure?: Array<string>;
  seen?: number;
  shows?: number;
}

/** An answer on disk. */
export interface StoredAnswer {
  value: JSON;
  rev: number;
  at: number;
  writer: string;
  sealedAs?: Array<string>;
}

/** A stretch of a text that could tell who a student is. */
export interface Finding {
  text: string;
  what: string;
}

/** The answer is on disk. `current` stands where a newer one of the same writer does. */
export interface Saved {
  outcome: "saved";
  rev: number;
  at: number;
  current?: StoredAnswer;
}

/** Another writer's answer stands; this one is kept as history. */
export interface Conflict {
  outcome: "conflict";
  rev: number;
  at: number;
  current: StoredAnswer;
}

/** It could name a student, and is not stored until its writer has decided. */
export interface NeedsReview {
  outcome: "needs_review";
  findings: Array<Finding>;
}

/** It does not fit, and is not stored. */
export interface Invalid {
  outcome: "invalid";
  what: string;
  next: string;
}

/** The store cannot take it now; the page should try again. */
export interface Retry {
  outcome: "retry";
  what: string;
  next: string;
}

export type SaveResult = Saved | Conflict | NeedsReview | Invalid | Retry;

/** What became of each entry, in the order in which they were sent. */
export interface EntriesAnswer {
  results: Array<SaveResult>;
}

export type ErrorWord = "invalid" | "not_found" | "forbidden" | "too_large" | "retry";

/** The call as a whole was not taken. Only `retry` is worth trying again. */
export interface ErrorAnswer {
  error: ErrorWord;
  what: string;
  next: string;
}

/** A step on the clock. Moments are seconds since 1970. */
export interface Slot {
  id: string;
  title: string;
  minutes: number;
  state: "done" | "running" | "ahead" | "left out";
  start: number | null;
  end: number | null;
  planned_start: number | null;
  planned_end: number | null;
}

/** A step that can be left out (`to` is 0) or made shorter. */
export interface Cut {
  id: string;
  title: string;
  minutes: number;
  to: number;
}

/** The clock of the meeting, or of a team that goes at its own pace (`own`). */
export interface Agenda {
  slots: Array<Slot>;
  running: string | null;
  word: "not started" | "on time" | "almost done" | "last moments" | "over" | "finished";
  late: number;
  cuts: Array<Cut>;
  stillLate: number;
  own: boolean;
}

export type Holding = "yours" | "free" | "another's" | "";

/** A place at a team's table. */
export interface Seat {
  id: string;
  label: string;
  taken: boolean;
  holding: Holding;
}

/** How what a seat writes in private is locked: its key, wrapped by a phrase that is nowhere here. Base64. */
export interface SeatLock {
  id: string;
  salt: string;
  rounds: number;
  wrapped: string;
}

/** A seat that was asked for. `lock` is only told to whose it is; `salt` and `rounds`, to who may know its phrase. */
export interface SeatAnswer {
  holding: Holding;
  lock?: SeatLock;
  salt?: string;
  rounds?: number;
}

/** An action or a held question of an earlier meeting, as it stands now. */
export interface Carried {
  id: string;
  sort: "action" | "question";
  what: string;
  owner: string;
  due: string;
  measure: string;
  status: string;
  label: string;
  date: string;
  moved: number;
}

/** How many more are open, and the newest days whose records tell them. */
export interface CarriedMore {
  count: number;
  days: Array<string>;
}

export type Answers = { [key: string]: { [key: string]: StoredAnswer } };

/** What is still open from earlier meetings. */
export interface CarriedOver {
  carried?: Array<Carried>;
  carriedMore?: CarriedMore;
}

/** What a seat sees of its meeting. All but the first five only where something changed since it last asked.

`whole` says whether it is all of it, or what came since; what is carried over does not change, so it comes with the
whole alone. */
export interface State {
  carried?: Array<Carried>;
  carriedMore?: CarriedMore;
  change: number;
  now: number;
  agenda: Agenda;
  seat: Holding;
  seats: Array<Seat>;
  whole?: boolean;
  mine?: Answers;
  team?: Answers;
  room?: Answers;
  shared?: { [key: string]: { [key: string]: JSON } };
}

/** A team and how many of its seats are in use. */
export interface TeamSeats {
  id: string;
  label: string;
  seats: number;
}

/** How many seats of a team answered an activity, and whether the team as a whole did. */
export interface Wrote {
  seats: number;
  team: boolean;
}

/** Words that a team or the room may read. */
export interface WallText {
  activity: string;
  field: string;
  label: string;
  team: string;
  text: string;
  at: number;
}

/** A line of a figure: how many at each point (none where they are too few to be shown), or texts with a number each. */
export interface FigureRow {
  name: string;
  counts: Array<number>;
  texts: Array<string>;
  marks: Array<number>;
}

/** What the answers of an activity make together: a spread over points, bars, or texts under headings. */
export interface Figure {
  form: "spread" | "bars" | "heaps";
  title: string;
  points: Array<string>;
  rows: Array<FigureRow>;
  note: string;
}

/** A device that came by a code; `id` tells it from the others, and opens nothing. */
export interface Guest {
  id: string;
  at: number;
  seats: Array<string>;
}

/** How other devices join a team, or come to lead. */
export interface Door {
  code: string;
  open: boolean;
  guests: Array<Guest>;
}

/** All doors of a meeting. */
export interface Doors {
  doors?: { [key: string]: Door };
  lead_door?: Door;
}

/** A place from which the meeting is led just now. */
export interface Leader {
  id: string;
  here: boolean;
  by_code: boolean;
}

/** What the answers in the running step make together; empty while the wall does not show it. */
export interface Results {
  figures?: Array<Figure>;
  unshown?: number;
}

/** What all teams send, for the one who leads. */
export interface Wall {
  figures?: Array<Figure>;
  unshown?: number;
  doors?: { [key: string]: Door };
  lead_door?: Door;
  change: number;
  now: number;
  agendas: { [key: string]: Agenda };
  teams?: Array<TeamSeats>;
  wrote?: { [key: string]: { [key: string]: Wrote } };
  texts?: Array<WallText>;
  ready?: { [key: string]: { [key: string]: number } };
  held?: { [key: string]: Array<string> };
  leaders?: Array<Leader>;
  address?: string;
}

/** What becomes of the answers to a question. */
export interface MovedAnswers {
  how: "carried" | "reworded" | "left";
  step: string;
  question: string;
  number: number;
}

/** A newer version of its session that a meeting could take in; no `content` where it shows the newest. */
export interface Renewal {
  content: string;
  showings: number;
  changes: Array<string>;
  moved: Array<MovedAnswers>;
}

/** A ready step that can be added to a meeting. */
export interface Block {
  id: string;
  title: string;
  minutes: number;
}

/** What can be done to the agenda of a meeting that runs. */
export interface Rearranging {
  blocks: Array<Block>;
  undo: boolean;
}

/** Rows that the kit offers to put together. */
export interface OfferedPile {
  name: string;
  rows: Array<string>;
  to: string;
}

/** What the kit offers to put together: it is taken or left by people. */
export interface Offer {
  by: string;
  piles: Array<OfferedPile>;
  alone: Array<string>;
}

/** Which meeting a page shows, and as whose. */
export interface Place {
  meeting: string;
  team: string;
  role: string;
  shows?: number;
}

/** What draws an activity that was hidden before. */
export interface PartAnswer {
  config: { [key: string]: JSON };
  words: { [key: string]: string };
}

/** All that a notebook or a page shows: screen -> its parts. */
export interface Shown {
  place: Place;
  screens: { [key: string]: Array<[string, { [key: string]: JSON }]> };
}

/** The files that draw the parts (`kitlib.frontend.bundles`). */
export interface Assets {
  version: string;
  modules: { [key: string]: string };
  bundles: { [key: string]: string };
  styles: Array<string>;
  called: { [key: string]: string };
  look: string;
  texts?: { [key: string]: string };
}

/** The screens with what draws them. */
export interface ScreensAnswer {
  place: Place;
  screens: { [key: string]: Array<[string, { [key: string]: JSON }]> };
  assets: Assets;
}

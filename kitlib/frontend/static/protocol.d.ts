// What the pages and the server say to each other, over HTTP and over a widget's channel alike.

/** What json can hold. */
export type Value = any;

/** An answer on disk. */
export interface StoredAnswer {
  value: Value;
  /** Rises with every entry of the store. */
  rev: number;
  /** Seconds since 1970. */
  at: number;
  writer: string;
}

/** One answer as a page sends it. */
export interface Message {
  meeting: string;
  team: string;
  seat: string;
  activity: string;
  field: string;
  value: Value;
  writer: string;
  seq: number;
  /** The revision that the writer had before its eyes. */
  base: number | null;
  /** What could name a student, and the writer keeps all the same. */
  sure?: string[];
}

/** What in a text could name a student, and why. */
export interface Finding {
  text: string;
  what: string;
}

export type SaveResult =
  | { outcome: "saved"; rev: number; at: number; current?: StoredAnswer }
  | { outcome: "conflict"; rev: number; at: number; current: StoredAnswer }
  | { outcome: "needs_review"; findings: Finding[] }
  | { outcome: "invalid"; what: string; next: string }
  | { outcome: "retry"; what: string; next: string };

export interface SaveAnswer {
  results: SaveResult[];
}

/** A request that was not taken as a whole. */
export interface ErrorAnswer {
  error: "invalid" | "not_found" | "forbidden" | "retry" | "too_large";
  what: string;
  next: string;
}

/** One step on the agenda. */
export interface Slot {
  id: string;
  title: string;
  minutes: number;
  planned_start: number | null;
  planned_end: number | null;
  start: number | null;
  end: number | null;
  state: "done" | "running" | "ahead" | "left out";
}

export interface Cut {
  id: string;
  title: string;
  minutes: number;
  to: number;
}

export interface Agenda {
  slots: Slot[];
  running: string | null;
  word: "not started" | "on time" | "almost done" | "last moments" | "over" | "finished";
  late: number;
  cuts: Cut[];
  stillLate: number;
  /** Whether teams go at their own pace. */
  own: boolean;
}

export interface Seat {
  id: string;
  label: string;
  taken: boolean;
}

/** An action or a held question of an earlier meeting. */
export interface Carried {
  id: string;
  sort: "action" | "question";
  what: string;
  owner: string;
  due: string;
  measure: string;
  label: string;
  date: string;
  status: string;
  moved: number;
}

/** Activity -> field -> answer. */
export type AnswersByField = Record<string, Record<string, StoredAnswer>>;

/** What one seat sees. All but the first three come only where something changed. */
export interface State {
  change: number;
  now: number;
  agenda: Agenda;
  mine?: AnswersByField;
  team?: AnswersByField;
  room?: AnswersByField;
  /** What each activity's rule lets this seat see of the others. */
  shared?: Record<string, any>;
  seats?: Seat[];
  carried?: Carried[];
}

export interface WallTeam {
  id: string;
  label: string;
  seats: number;
}

export interface WallText {
  activity: string;
  field: string;
  label: string;
  team: string;
  text: string;
  at: number;
}

/** What all teams of a meeting send, for the one who leads. */
export interface Wall {
  change: number;
  now: number;
  agendas: Record<string, Agenda>;
  codes?: Record<string, string>;
  teams?: WallTeam[];
  wrote?: Record<string, Record<string, { seats: number; team: boolean }>>;
  texts?: WallText[];
}

/** Whose page it is. */
export interface Place {
  meeting: string;
  team: string;
  role: "facilitator" | "team" | "start";
}

/** A part of a screen: the name of what draws it, and what it draws. */
export type Part = [name: string, config: any];

export interface Assets {
  version: string;
  /** Part -> the address of the module that draws it. */
  modules: Record<string, string>;
  styles: string[];
  /** Address -> text; only where the server has none of them. */
  sources?: Record<string, string>;
}

export interface ScreensAnswer {
  place: Place;
  screens: Record<string, Part[]>;
  assets: Assets;
}

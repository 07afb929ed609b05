// What the page and the chapter's code say to each other (crates/live/src/answer.rs), and what a control is
// (crates/lab/src/control.rs).

/** A control, as its cell described it. */
export type Description =
  | { kind: 'slider'; name: string; min: number; max: number; default: number; value: number; scale: 'log' | 'linear'; step?: number; unit: string }
  | { kind: 'choice'; name: string; options: string[]; default: string; value: string }
  | { kind: 'toggle'; name: string; default: boolean; value: boolean };

export type Value = number | string | boolean;

/** Controls that do not stand at their default. */
export type Settings = Record<string, Value>;

export interface Request {
  chapter: string;
  settings: Settings;
  draft: boolean;
  /** Cells to bring up to date before the others. */
  first?: string[];
  /** Cells to run at most. */
  most?: number;
  /** The page that asks, where one program answers several (worker.js). */
  page?: string;
  /** Settings whose readers run again, though they would be told the same. */
  anew?: string[];
  /** Run nothing: give the code of the cells that have controls, with the settings as their defaults. */
  sources?: boolean;
}

/** The code of a cell that has controls. */
export interface Source {
  id: string;
  source: string;
  /** Whether that is another code than the chapter's. */
  changed: boolean;
}

export interface Answer {
  cells: { id: string; outputs: Record<string, string>; draft?: boolean }[];
  seen?: boolean;
  done: boolean;
  failure?: { cell: string; line: number; message: string };
  sources?: Source[];
}

/** Where the chapter's code runs. */
export type Place = { module: string | WebAssembly.Module } | { server: string };

/** To the worker. */
export type Question = { open: Place } | { ask: Request; number: number } | { sources: Request; number: number };

/** From the worker: ready, not possible, or to the question of this number the code, why there is none, or an answer. */
export type Message = { ready: true; compiled?: WebAssembly.Module } | { broken: string } | { sources: Source[]; number: number } | { refused: string; number: number } | { number: number; answer: Answer; milliseconds: number };

import type { Button, DrawnFor, FormTarget, Tone } from './parts.ts';

/** One customer's part of a file for several. */
export interface WaveLine {
  /** The customer's sign and name. */
  mark: string;
  name: string;
  /** How it stands, for the icon. */
  stands: 'open' | 'ready' | 'waits' | 'runs' | 'done' | 'wrong' | 'out';
  /** What is to be said of it, as sentences. */
  text: string;
  button?: Button;
}

/** A file for several customers: before the start, while it runs, and its end. Each line is for the customer that it names. */
export interface WaveView {
  kind: 'wave';
  tone: Tone;
  title: string;
  fileName: string;
  /** Sentences above the lines. */
  notes: readonly string[];
  lines: readonly WaveLine[];
  /** The last customers, that are not listed. */
  more: number;
  /** Lists them in a message of their own; where some do not show, its id gets how many, behind a blank. */
  rest: Button;
  /** Starts it. Left out: nothing is ready, or it was started. */
  target?: FormTarget;
  buttons: readonly Button[];
}

/** Asks for which customers the people of a file are created. Field id: customers. */
export interface CustomersFormView {
  kind: 'customersForm';
  target: FormTarget;
  fileName: string;
  people: number;
  offered: readonly Omit<DrawnFor, 'choose'>[];
  /** Ids. */
  chosen: readonly string[];
  hint: string;
}

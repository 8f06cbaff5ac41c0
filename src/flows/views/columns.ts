import type { Button, FormTarget } from './parts.ts';

/** Somebody of a file as they would be created. */
export interface PersonPreview {
  name: string;
  /** Empty when none can be made. */
  userName: string;
  details: readonly { label: string; value: string }[];
}

/** Choosing how a file's columns are read. Field ids: `column0`, `column1` …, encoding, columnsName. */
export interface ColumnsFormView {
  kind: 'columnsForm';
  /** Its id holds the part of the columns that is shown, too. */
  target: FormTarget;
  fileName: string;
  customer: string;
  /** The first people; empty when nobody can be made of these columns. */
  people: readonly PersonPreview[];
  /** `Columns 13 to 24 of 30`; empty when all of them are shown. */
  part: string;
  /** `sample` is the first value of a column that is used, or empty. */
  columns: readonly { field: string; column: string; sample: string; value: string }[];
  /** What is offered for each column. */
  choices: readonly { value: string; text: string }[];
  /** Encodings to choose from, by the names that they give; empty where it is certain. */
  encodings: readonly { value: string; text: string; sample: string }[];
  values: { encoding: string; columnsName: string };
  /** What else there is to know, a sentence each. */
  notes: readonly string[];
  /** Runs with each choice, where the chat can do that: the people are shown anew. */
  show: Button;
  buttons: readonly Button[];
}

import type { FormTarget } from './parts.ts';

/** A cell to type anew. */
export interface FixCell {
  /** `fix5-city`: the row and the property. */
  field: string;
  row: number;
  column: string;
  /** Who stands in the row; empty when it does not say. */
  name: string;
  reason: string;
  value: string;
}

/** Cells with errors or warnings, to be put right in the chat. */
export interface FixFormView {
  kind: 'fixForm';
  /** Its id holds how many cells come before those that are shown, too. */
  target: FormTarget;
  fileName: string;
  customer: string;
  cells: readonly FixCell[];
  /** How many come before these, and how many there are. */
  before: number;
  total: number;
}

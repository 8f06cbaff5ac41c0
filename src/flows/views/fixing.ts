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

/** Cells with errors, to be put right in the chat. */
export interface FixFormView {
  kind: 'fixForm';
  target: FormTarget;
  fileName: string;
  customer: string;
  cells: readonly FixCell[];
  /** Cells that follow once these are right. */
  more: number;
}

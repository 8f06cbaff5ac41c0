import type { DrawnFor, FormTarget } from './parts.ts';

/** Asks for which customer something is. Field id: customer. */
export interface CustomerChoiceView {
  kind: 'customerChoice';
  target: FormTarget;
  title: string;
  /** The file that it is about. */
  about?: string;
  /** Why it has to be asked again. */
  problem?: string;
  offered: readonly Omit<DrawnFor, 'choose'>[];
  /** How not to be asked. */
  hint: string;
}

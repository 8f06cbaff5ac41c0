import type { Button, DrawnFor, FormTarget } from './parts.ts';

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

/** One of several customers, in a list over all of them. */
export interface CustomerLine extends Omit<DrawnFor, 'choose'> {
  /** Nothing; something to look at; or nobody can work there. */
  state: 'well' | 'attention' | 'down';
  /** In our own words, short; what is most urgent first. */
  says: readonly string[];
  open: Button;
}

/** All customers that somebody may see, what needs attention first: 20 at most. */
export interface CustomersView {
  kind: 'customers';
  lines: readonly CustomerLine[];
  more: number;
  /** Our own words, below the list. */
  note: string;
  buttons: readonly Button[];
}

/** Asks for a customer that is to be added. Field ids: customerName, tenant. */
export interface CustomerFormView {
  kind: 'customerForm';
  target: FormTarget;
  values: { customerName: string; tenant: string };
  /** What comes of it, in our own words. */
  note: string;
}

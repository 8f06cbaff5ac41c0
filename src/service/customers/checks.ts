import type { CustomerId } from '../../domain/terms.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { AddingOptions } from './adding.ts';

/** How many things a check of a customer's directory found, and when. */
export interface Checked {
  /** Milliseconds since the epoch. */
  at: number;
  /** What stops somebody's work: a permission, a role, or a domain that is missing. */
  wrong: number;
}

/** Checks of customers' directories; the newest of each is kept for whoever looks at all of them. */
export interface Checks {
  examine: AddingOptions['examine'];
  /** Undefined: nobody has checked it. */
  last(customer: CustomerId): Promise<Checked | undefined>;
}

const noteOf = (customer: CustomerId): string => `customerChecked_${customer}`;

export function createChecks(
  { store, clock }: Pick<ProvisioningOptions, 'store' | 'clock'>,
  examine: AddingOptions['examine'],
): Checks {
  return {
    async examine(customer) {
      const found = await examine(customer);
      const wrong = found.filter(({ result }) => result === 'wrong').length;
      await store.saveNote(noteOf(customer), { at: clock.now(), wrong } satisfies Checked);
      return found;
    },
    last: async (customer) => (await store.loadNote(noteOf(customer))) as Checked | undefined,
  };
}

import { RollcallError } from '../../domain/errors.ts';
import type { CustomerId } from '../../domain/terms.ts';
import type { ProvisioningOptions } from '../context.ts';

/** Why a customer's directory can't be used. */
export interface Trouble {
  /** When that was noticed first. Milliseconds since the epoch. */
  since: number;
  code: string;
  message: string;
  next: string;
  /** An admin of the customer has to mend it. */
  ofTenant?: true;
}

/**
 * Of several instances that notice the same within it, one says so. Our own number: an admin who mends it and breaks it again
 * within the hour knows. Longer keeps a second withdrawal from them, shorter says one twice.
 */
const SAID_ONCE_WITHIN_MS = 60 * 60_000;

/**
 * What is for the customer's admin: no consent, an app that is switched off, or no such tenant. Everything else that is
 * refused is Rollcall's own secret or certificate, which fails for all customers alike. Microsoft: "Microsoft Entra
 * authentication and authorization error codes".
 */
const OF_TENANT: ReadonlySet<unknown> = new Set(['7000229', '700016', '7000112', '90002', '500011', '53003']);

/** What admins are to be told: one customer's tenant refuses the sign-in, all do, or one customer's takes it again. */
export type LoginNews = 'customer' | 'house' | 'back';

/** Keeps since when a customer's directory can't be used, for all instances. */
export interface Troubles {
  /** What was noted last, by any instance. Undefined: it can be used, as far as anybody knows. */
  load(customer: CustomerId): Promise<Trouble | undefined>;
  /** It can be used, or why not. Answers the trouble, if there is any. */
  note(customer: CustomerId, error: unknown): Promise<Trouble | undefined>;
  /** Answers what admins are to be told, where they weren't so far. */
  noteLogin(customer: CustomerId, error: RollcallError | undefined): Promise<LoginNews | undefined>;
  /**
   * It can be used again. True for one caller alone.
   *
   * @param after what came to its end: since when the trouble was there, or what was done about it
   */
  noteBack(customer: CustomerId, after: number | string): Promise<boolean>;
}

const noteOf = (customer: CustomerId): string => `customerTrouble_${customer}`;
/** When admins heard last that it can be used again: a trouble after that is another one. */
const noteOfBack = (customer: CustomerId): string => `customerBack_${customer}`;

export function createTroubles({ store, clock }: Pick<ProvisioningOptions, 'store' | 'clock'>): Troubles {
  async function load(customer: CustomerId): Promise<Trouble | undefined> {
    return ((await store.loadNote(noteOf(customer))) ?? undefined) as Trouble | undefined;
  }

  async function note(customer: CustomerId, error: unknown): Promise<Trouble | undefined> {
    const before = await load(customer);
    if (!(error instanceof RollcallError)) {
      if (before !== undefined) await store.saveNote(noteOf(customer), null);
      return undefined;
    }
    const { code, message, next } = error;
    if (before?.code === code && before.message === message) return before;
    const ofTenant = error.code === 'CREDENTIALS_REFUSED' && OF_TENANT.has(error.detail.number);
    const since = before?.since ?? clock.now();
    const trouble: Trouble = { since, code, message, next, ...(ofTenant ? { ofTenant } : {}) };
    await store.saveNote(noteOf(customer), trouble);
    return trouble;
  }

  async function noteBack(customer: CustomerId, after: number | string): Promise<boolean> {
    await note(customer, undefined);
    if (await store.seen(`customerBack:${customer}:${after}`, SAID_ONCE_WITHIN_MS)) return false;
    await store.saveNote(noteOfBack(customer), clock.now());
    return true;
  }

  return {
    load,
    note,
    noteBack,
    async noteLogin(customer, error) {
      const before = await load(customer);
      if (error === undefined) {
        if (before?.ofTenant) return (await noteBack(customer, before.since)) ? 'back' : undefined;
        await note(customer, undefined);
        return undefined;
      }
      await note(customer, error);
      if (before?.code === error.code) return undefined;
      const isTheirs = OF_TENANT.has(error.detail.number);
      const about = isTheirs ? `${customer}:${await store.loadNote(noteOfBack(customer))}` : '';
      const wasSaid = await store.seen(`customerTrouble:${about}`, SAID_ONCE_WITHIN_MS);
      if (wasSaid) return undefined;
      return isTheirs ? 'customer' : 'house';
    },
  };
}

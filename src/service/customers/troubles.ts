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
  /** Admins are still to be told. Left out: they were, or needn't be. */
  untold?: true;
}

/**
 * Of several instances that notice the same within it, one says so. Our own number: an admin who mends it and breaks it again
 * within the hour knows. Longer keeps a second withdrawal from them, shorter says one twice.
 */
const SAID_ONCE_WITHIN_MS = 60 * 60_000;
/**
 * For this long nobody else tells what an instance is telling; then it has died. Our own number: longer than a few dozen
 * messages take at a chat's pace. Shorter tells it twice, longer leaves it to a later call.
 */
const TELLING_MS = 2 * 60_000;

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
  /**
   * Answers what admins are to be told, where they weren't so far; `later`: another instance is telling it, and may reach
   * nobody. Of a refusal, {@link Troubles.noteTold} has to follow.
   */
  noteLogin(customer: CustomerId, error: RollcallError | undefined): Promise<LoginNews | 'later' | undefined>;
  /** Whether an admin was told of a refusal. Where nobody was, whoever meets it next is to tell it. */
  noteTold(customer: CustomerId, error: RollcallError, isTold: boolean): Promise<void>;
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
    const isUntold = code === 'CREDENTIALS_REFUSED' && (before?.code !== code || before.untold === true);
    const since = before?.since ?? clock.now();
    const trouble: Trouble = {
      ...{ since, code, message, next },
      ...(ofTenant ? { ofTenant } : {}),
      ...(isUntold ? { untold: true } : {}),
    };
    await store.saveNote(noteOf(customer), trouble);
    return trouble;
  }

  async function noteBack(customer: CustomerId, after: number | string): Promise<boolean> {
    await note(customer, undefined);
    if (await store.seen(`customerBack:${customer}:${after}`, SAID_ONCE_WITHIN_MS)) return false;
    await store.saveNote(noteOfBack(customer), clock.now());
    return true;
  }

  const isTheirs = ({ detail }: RollcallError): boolean => OF_TENANT.has(detail.number);
  async function keyOf(customer: CustomerId, error: RollcallError): Promise<string> {
    const about = isTheirs(error) ? `${customer}:${await store.loadNote(noteOfBack(customer))}` : '';
    return `customerTrouble:${about}`;
  }

  async function forgetUntold(customer: CustomerId): Promise<void> {
    await store.updateNote<Trouble | null>(noteOf(customer), (now) => {
      if (!now) return null;
      const { untold: _told, ...rest } = now;
      return rest;
    });
  }

  return {
    load,
    note,
    noteBack,
    async noteTold(customer, error, isTold) {
      const key = await keyOf(customer, error);
      if (isTold) {
        await store.keepSeen(key, SAID_ONCE_WITHIN_MS);
        await forgetUntold(customer);
      }
      await store.keepSeen(`${key}:telling`, 0);
    },
    async noteLogin(customer, error) {
      const before = await load(customer);
      if (error === undefined) {
        if (before?.ofTenant) return (await noteBack(customer, before.since)) ? 'back' : undefined;
        await note(customer, undefined);
        return undefined;
      }
      if (!(await note(customer, error))?.untold) return undefined;
      const key = await keyOf(customer, error);
      if (await store.seen(`${key}:telling`, TELLING_MS)) return 'later';
      // Only looks: what is remembered for no time is not remembered.
      if (await store.seen(key, 0)) {
        await forgetUntold(customer);
        await store.keepSeen(`${key}:telling`, 0);
        return undefined;
      }
      return isTheirs(error) ? 'customer' : 'house';
    },
  };
}

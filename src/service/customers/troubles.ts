import { RollcallError } from '../../domain/errors.ts';
import type { CustomerId } from '../../domain/terms.ts';
import type { ProvisioningOptions } from '../context.ts';
import { takeAlone } from '../ports/takeAlone.ts';

/** Why a customer's directory can't be used. */
export interface Trouble {
  /** When that was noticed first. Milliseconds since the epoch. */
  since: number;
  code: string;
  message: string;
  next: string;
  /** An admin of the customer has to mend it; so too where something else keeps anybody from seeing whether they did. */
  ofTenant?: true;
  /** Admins are still to be told. Left out: they were, or needn't be. */
  untold?: true;
}

/** `isBack`: it's over, and admins are still to be told so. A version that doesn't know that finds out by itself. */
type Kept = Trouble & { isBack?: true };

/**
 * Of several instances that notice the same within it, one says so. Our own number: an admin who mends it and breaks it again
 * within the hour knows. Longer keeps a second withdrawal from them, shorter says one twice.
 */
const SAID_ONCE_WITHIN_MS = 60 * 60_000;
/**
 * For this long nobody else tells what an instance is telling; then it has died. Our own number: longer than a few dozen
 * messages take at a chat's pace. Shorter tells it twice, longer leaves it to a later call. Where nobody could
 * be told that a tenant is back, it is how long nobody tries, too.
 */
const TELLING_MS = 2 * 60_000;

/**
 * What is for the customer's admin: no consent, an app that is switched off, or no such tenant. Everything else that is
 * refused is Rollcall's own secret or certificate, which fails for all customers alike. Microsoft: "Microsoft Entra
 * authentication and authorization error codes".
 */
const OF_TENANT: ReadonlySet<unknown> = new Set(['7000229', '700016', '7000112', '90002', '500011', '53003']);

/** What admins are to be told, by whoever has this; nobody else does meanwhile. */
export interface LoginNews {
  /** One customer's tenant refuses the sign-in, all do, or one customer's takes it again. */
  about: 'customer' | 'house' | 'back';
  /** Has to follow: whether an admin was told. Where nobody was, whoever notices it next is to tell it. */
  noteTold(isTold: boolean): Promise<void>;
}

/** Keeps since when a customer's directory can't be used, for all instances. */
export interface Troubles {
  /** What was noted last, by any instance. Undefined: it can be used, as far as anybody knows. */
  load(customer: CustomerId): Promise<Trouble | undefined>;
  /** It can be used, or why not. Answers the trouble, if there is any. Keeps what admins are to be told. */
  note(customer: CustomerId, error: unknown): Promise<Trouble | undefined>;
  /**
   * Answers what admins are to be told, where they weren't so far; `later`: another instance is telling it, and may reach
   * nobody.
   */
  noteLogin(customer: CustomerId, error: RollcallError | undefined): Promise<LoginNews | 'later' | undefined>;
  /**
   * It can be used again. The news for one caller alone.
   *
   * @param after what came to its end: since when the trouble was there, or what was done about it
   * @param begunAt when something was begun about it: where admins have heard since that it is over, there is no news
   */
  noteBack(customer: CustomerId, after: number | string, begunAt: number): Promise<LoginNews | undefined>;
}

const noteOf = (customer: CustomerId): string => `customerTrouble_${customer}`;
/** When admins were told last that it can be used again: a trouble after that is another one. */
const noteOfBack = (customer: CustomerId): string => `customerBack_${customer}`;

const isTheirs = ({ code, detail }: RollcallError): boolean =>
  code === 'CREDENTIALS_REFUSED' && OF_TENANT.has(detail.number);

/** Whether admins are still to be told of this error. */
function isUntold(before: Kept | undefined, error: RollcallError): boolean {
  const last = before?.isBack ? undefined : before;
  const isKnown = isTheirs(error) ? last?.ofTenant : last?.code === error.code;
  return (error.code === 'CREDENTIALS_REFUSED' && !isKnown) || last?.untold === true;
}

/** The same object where it is nothing new. */
function withError(before: Kept | undefined, error: RollcallError, now: number): Kept {
  const { code, message, next } = error;
  if (before !== undefined && !before.isBack && before.code === code && before.message === message)
    return before;
  return {
    ...{ since: before === undefined || before.isBack ? now : before.since, code, message, next },
    ...(isTheirs(error) || before?.ofTenant ? { ofTenant: true } : {}),
    ...(isUntold(before, error) ? { untold: true } : {}),
  };
}

export function createTroubles({ store, clock }: Pick<ProvisioningOptions, 'store' | 'clock'>): Troubles {
  async function loadKept(customer: CustomerId): Promise<Kept | undefined> {
    return ((await store.loadNote(noteOf(customer))) ?? undefined) as Kept | undefined;
  }

  async function change(customer: CustomerId, to: (now: Kept | undefined) => Kept | undefined) {
    const kept = await store.updateNote<Kept | null>(noteOf(customer), (now) => to(now ?? undefined) ?? null);
    return kept ?? undefined;
  }

  async function note(customer: CustomerId, error: unknown): Promise<Trouble | undefined> {
    const before = await loadKept(customer);
    if (error instanceof RollcallError) {
      if (before !== undefined && withError(before, error, clock.now()) === before) return before;
      return change(customer, (now) => withError(now, error, clock.now()));
    }
    // Most calls are of this kind, and write nothing.
    if (before !== undefined && !before.isBack)
      await change(customer, (now) => (now?.ofTenant ? { ...now, isBack: true } : undefined));
    return undefined;
  }

  /** `done` runs once admins know. */
  async function take(
    { about, key }: { about: LoginNews['about']; key: string },
    done: () => Promise<unknown>,
  ): Promise<LoginNews | 'later' | undefined> {
    const alone = await takeAlone(store, `${key}:telling`, TELLING_MS);
    if (alone === undefined) return 'later';
    // Only looks: what is remembered for no time is not remembered.
    if (await store.seen(key, 0)) {
      await done();
      await alone.letGo();
      return undefined;
    }
    return {
      about,
      async noteTold(isTold) {
        if (isTold) {
          await store.keepSeen(key, SAID_ONCE_WITHIN_MS);
          await done();
        }
        // Calls that are let in are many, and nothing fails meanwhile: it is told again once this is over, and no sooner.
        if (isTold || about !== 'back') await alone.letGo();
      },
    };
  }

  async function takeBack(customer: CustomerId, after: number | string) {
    const news = await take({ about: 'back', key: `customerBack:${customer}:${after}` }, () =>
      change(customer, (now) => (now?.isBack && now.since === after ? undefined : now)),
    );
    // Before anybody is told: a refusal that follows is told as well, also where this process dies in between.
    if (typeof news === 'object') await store.saveNote(noteOfBack(customer), clock.now());
    return news;
  }

  async function takeRefusal(customer: CustomerId, error: RollcallError, { since }: Trouble) {
    const theirs = isTheirs(error);
    const of = theirs ? `${customer}:${await store.loadNote(noteOfBack(customer))}` : '';
    return take({ about: theirs ? 'customer' : 'house', key: `customerTrouble:${of}` }, () =>
      change(customer, (now) => {
        // One that came while this one was being told is another one.
        if (now?.since !== since) return now;
        const { untold: _told, ...rest } = now;
        return rest;
      }),
    );
  }

  return {
    note,
    async load(customer) {
      const kept = await loadKept(customer);
      return kept?.isBack ? undefined : kept;
    },
    async noteBack(customer, after, begunAt) {
      await note(customer, undefined);
      const kept = await loadKept(customer);
      if (!kept?.isBack && Number(await store.loadNote(noteOfBack(customer))) >= begunAt) return undefined;
      const news = await takeBack(customer, kept?.isBack ? kept.since : after);
      return news === 'later' ? undefined : news;
    },
    async noteLogin(customer, error) {
      const noted = await note(customer, error);
      if (error !== undefined) return noted?.untold ? takeRefusal(customer, error, noted) : undefined;
      const kept = await loadKept(customer);
      return kept?.isBack ? takeBack(customer, kept.since) : undefined;
    },
  };
}

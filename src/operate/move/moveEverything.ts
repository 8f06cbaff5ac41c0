import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { deriveAuditKeys } from '../../audit/auditKeys.ts';
import { type ChainReport, verifyChain } from '../../audit/verifyChain.ts';
import { RollcallError } from '../../domain/errors.ts';
import { createSealer, type SealerOptions } from '../../secrets/sealing.ts';
import { PASSWORD_FIELD } from '../../service/jobs/steps/redraw.ts';
import type { MovableStore } from '../../service/ports/carried.ts';
import { CARRIERS, type Carried, type CarriedKind, type Carrier } from './carriers.ts';

/** How many records of each kind there are, and a digest of all that is in them. */
export type Inventory = Record<CarriedKind, { count: number; digest: string }>;

/** What became of a move. */
export interface Moved {
  counts: Readonly<Record<CarriedKind, number>>;
  audit: ChainReport;
  /** A stored password was opened in the new store; false: there is none. */
  openedPassword: boolean;
}

export interface Move {
  from: MovableStore;
  to: MovableStore;
  masterKeys: SealerOptions;
  /** What the clock of both stores says, for as long as the move takes: nothing expires on the way. */
  now: number;
  /** Hears of each kind once all of it is there. */
  say(kind: CarriedKind, count: number): void;
}

const KINDS = Object.keys(CARRIERS) as CarriedKind[];

/** With its properties in one order: a database gives them back in another. */
function toText(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}

async function* readAll<Kind extends CarriedKind>(
  store: MovableStore,
  kind: Kind,
): AsyncIterable<Carried[Kind]> {
  const carrier: Carrier<Carried[Kind]> = CARRIERS[kind];
  yield* await carrier.read(store);
}

async function take(store: MovableStore, kind: CarriedKind): Promise<Inventory[CarriedKind]> {
  const digests: string[] = [];
  for await (const item of readAll(store, kind)) {
    digests.push(createHash('sha256').update(toText(item)).digest('hex'));
  }
  // Stores give most of them in no order; that of the audit is proven by its chain.
  return { count: digests.length, digest: createHash('sha256').update(digests.sort().join()).digest('hex') };
}

/** Counts all that a store keeps. */
export async function takeInventory(store: MovableStore): Promise<Inventory> {
  const all: Partial<Inventory> = {};
  for (const kind of KINDS) all[kind] = await take(store, kind);
  return all as Inventory;
}

async function carry<Kind extends CarriedKind>({ from, to, now }: Move, kind: Kind): Promise<number> {
  const { write, atOnce }: Carrier<Carried[Kind]> = CARRIERS[kind];
  let some: Carried[Kind][] = [];
  let count = 0;
  for await (const item of readAll(from, kind)) {
    some.push(item);
    count += 1;
    if (some.length < atOnce) continue;
    await write(to, some, now);
    some = [];
  }
  if (some.length > 0) await write(to, some, now);
  return count;
}

/**
 * Opens one stored password, and forgets it. False: none is stored. Throws SEAL_BROKEN where none of them opens: one alone
 * may have been damaged long ago.
 */
async function openOne(store: MovableStore, masterKeys: SealerOptions): Promise<boolean> {
  const sealer = createSealer(masterKeys);
  let failure: RollcallError | undefined;
  for (const job of await store.listJobs({ limit: Number.MAX_SAFE_INTEGER })) {
    // That of one whose keeping time is over was destroyed.
    if (job.key.ciphertext === '') continue;
    const sealed = (await store.loadRows(job.id)).find(({ password }) => password.ciphertext !== '');
    if (sealed === undefined) continue;
    try {
      sealer.open(job.key, sealed.rowId, PASSWORD_FIELD, sealed.password);
      return true;
    } catch (error) {
      if (!(error instanceof RollcallError)) throw error;
      failure ??= error;
    }
  }
  if (failure !== undefined) throw failure;
  return false;
}

function refuseKey(where: string, cause: unknown): never {
  if (!(cause instanceof RollcallError) || cause.code !== 'SEAL_BROKEN') throw cause;
  throw new RollcallError('CONFIG_INVALID', `A password in ${where} doesn't open with SECRET_KEY.`, {
    done: 'Nothing was moved.',
    next: 'Set the SECRET_KEY that Rollcall last ran with, and run this again.',
    cause,
  });
}

function describeDifference(kinds: readonly string[]): RollcallError {
  return new RollcallError('STORE_BROKEN', `What arrived isn't what was sent: ${kinds.join(', ')}.`, {
    done: 'Rollcall still belongs where it was, and nothing was changed there.',
    next: 'Make sure that no instance of Rollcall runs, and run this again: it begins anew.',
  });
}

/**
 * Copies every record from one store to the other, and makes sure that all of it arrived: as many of each kind, with the
 * same in them, an audit that is as whole as it was, and a password that opens. Marks neither store. Throws RollcallError
 * CONFIG_INVALID for a key that opens nothing, and STORE_BROKEN for anything that didn't arrive.
 */
export async function moveEverything(move: Move): Promise<Moved> {
  const { from, to, masterKeys, say } = move;
  const keys = deriveAuditKeys(masterKeys);
  await openOne(from, masterKeys).catch((error: unknown) => refuseKey('the store to move from', error));
  const counts: Partial<Record<CarriedKind, number>> = {};
  for (const kind of KINDS) {
    const count = await carry(move, kind);
    counts[kind] = count;
    say(kind, count);
  }
  const [sent, arrived] = [await takeInventory(from), await takeInventory(to)];
  const different = KINDS.filter((kind) => !isDeepStrictEqual(sent[kind], arrived[kind]));
  if (different.length > 0) throw describeDifference(different);
  const [before, audit] = [
    await verifyChain(() => from.readAuditLines(), keys),
    await verifyChain(() => to.readAuditLines(), keys),
  ];
  if (!isDeepStrictEqual(before, audit)) throw describeDifference(['the chain of the audit']);
  const openedPassword = await openOne(to, masterKeys);
  return { counts: counts as Moved['counts'], audit, openedPassword };
}

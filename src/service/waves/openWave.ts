import { customerOfChannel, findAllExact } from '../../domain/customers.ts';
import { RollcallError } from '../../domain/errors.ts';
import { findNearest } from '../../domain/nearest.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { Actor, CustomerId } from '../../domain/terms.ts';
import type { ByCustomer, CustomerLines } from '../../roster/splitByCustomer.ts';
import type { Customer, ProvisioningOptions } from '../context.ts';
import { refuseRole, rolesFor, rolesNow } from '../door/taskRules.ts';
import type { Drafts } from '../drafts/drafts.ts';
import type { Facts } from '../facts/facts.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import type { StoredError } from '../ports/records.ts';
import { refuse } from './refuse.ts';
import type { StrayLine, WaveDraft, WaveLine } from './waveDraft.ts';
import { WAVE_SERVICE_WORDS } from './words.ts';

/**
 * Somebody waits for the whole file: a customer whose directory says nothing for so long is left out, and named. Longer keeps
 * the others waiting; shorter leaves out one that is only slow.
 */
const CHECKED_WITHIN_MS = 25_000;
/** Domains are only asked for where the file names some. */
const DOMAINS_WITHIN_MS = 5_000;

/** The same person, for another of their customers, by the policy of today; undefined where they may not create people. */
export function actorFor(
  policy: Pick<Policy, 'people' | 'customers'>,
  actor: Actor,
  customer: CustomerId,
): Actor | undefined {
  const isKnown = policy.customers.some(({ id }) => id === customer);
  const roles = rolesNow(policy, actor.id, customer);
  const mayCreate = refuseRole({ roles }, rolesFor({ kind: 'bulk' })) === undefined;
  return isKnown && mayCreate ? { ...actor, customer, roles } : undefined;
}

/**
 * A file for several customers, for its owner, whichever of its customers is theirs still. With `admins`, once it was started,
 * for an admin of one of them too: whoever started it may be gone. Throws as {@link Drafts.load} does.
 */
export async function findWave(
  { policy, store }: Pick<ProvisioningOptions, 'policy' | 'store'>,
  drafts: Pick<Drafts, 'load'>,
  actor: Actor,
  waveId: string,
  who?: 'admins',
): Promise<DraftRecord<WaveDraft>> {
  const found = await store.loadDraft(waveId);
  if (found?.kind !== 'wave') return drafts.load('wave', actor, waveId);
  const wave = found as DraftRecord<WaveDraft>;
  const theirs = wave.data.lines.flatMap(({ customer }) => actorFor(policy, actor, customer) ?? []);
  const isAdmin = theirs.some(({ roles }) => roles.includes('admin'));
  if (who === 'admins' && isAdmin && wave.data.state !== 'open') return wave;
  // Who may not is refused in the name of the actor's own customer, which need not be the first of the file.
  return drafts.load('wave', actor, waveId, theirs.length > 0 ? wave.customer : actor.customer);
}

/** The customers that somebody may create people for where they speak: a customer's channel is for that one alone. */
export function listTheirs(policy: Policy, actor: Actor): Customer[] {
  const ofChannel = customerOfChannel(policy.customers, actor.where ?? '');
  return policy.customers.filter(
    ({ id }) => (ofChannel === undefined || ofChannel.id === id) && actorFor(policy, actor, id) !== undefined,
  );
}

export function toStoredError(error: RollcallError): StoredError {
  return { code: error.code, message: error.message, next: error.next };
}

/** The work's result, or a refusal in the customer's name when it takes too long. What throws unexpectedly is thrown on. */
export async function within<Result>(
  { clock }: Pick<ProvisioningOptions, 'clock'>,
  ms: number,
  work: Promise<Result>,
): Promise<Result | { problem: StoredError }> {
  const over = new AbortController();
  const late = clock.sleep(ms, over.signal).then(() => ({
    problem: { code: 'DIRECTORY_DOWN' as const, ...WAVE_SERVICE_WORDS.late },
  }));
  const result = work.catch((error: unknown) => {
    if (error instanceof RollcallError) return { problem: toStoredError(error) };
    throw error;
  });
  try {
    return await Promise.race([result, late]);
  } finally {
    over.abort();
  }
}

/** Whose domains are whose. */
interface Domains {
  /** Verified ones only: anybody can add a domain that is not theirs, as long as nobody asks for a proof. */
  owners: ReadonlyMap<string, ReadonlySet<CustomerId>>;
  /** Names of the customers that did not answer in time. */
  unanswered: readonly string[];
}

async function readDomains(
  options: Pick<ProvisioningOptions, 'clock'>,
  facts: Pick<Facts, 'read'>,
  customers: readonly Customer[],
): Promise<Domains> {
  const owners = new Map<string, Set<CustomerId>>();
  const unanswered: string[] = [];
  await Promise.all(
    customers.map(async ({ id: customer, name }) => {
      const known = await within(options, DOMAINS_WITHIN_MS, facts.read(customer));
      if ('problem' in known) {
        unanswered.push(name);
        return;
      }
      for (const { id, isVerified } of [...known.domains, ...known.refusedDomains]) {
        if (!isVerified) continue;
        const domain = id.toLowerCase();
        owners.set(domain, (owners.get(domain) ?? new Set()).add(customer));
      }
    }),
  );
  return { owners, unanswered: unanswered.sort() };
}

function strayOf({ said, rows }: CustomerLines, why: Omit<StrayLine, 'said' | 'row' | 'rows'>): StrayLine {
  return { said, row: rows[0] ?? 0, rows: rows.length, ...why };
}

/** Whose each line of a file is: by id, tenant id, name or domain. The rest is for nobody its sender may act for. */
export async function matchCustomers(
  options: Pick<ProvisioningOptions, 'clock'>,
  facts: Pick<Facts, 'read'>,
  theirs: readonly Customer[],
  { lines }: Pick<ByCustomer, 'lines'>,
): Promise<{ rowsOf: Map<CustomerId, number[]>; strays: StrayLine[] }> {
  const isDomain = (said: string): boolean => said.includes('.') && findAllExact(theirs, said).length === 0;
  const { owners, unanswered } = lines.some(({ said }) => isDomain(said))
    ? await readDomains(options, facts, theirs)
    : { owners: new Map<string, Set<CustomerId>>(), unanswered: [] };
  const names = theirs.map(({ name }) => name);
  const rowsOf = new Map<CustomerId, number[]>();
  const strays: StrayLine[] = [];
  for (const one of lines) {
    const named = findAllExact(theirs, one.said).map(({ id }) => id);
    const ofDomain = [...(owners.get(one.said.replace(/^@/, '').toLowerCase()) ?? [])];
    const [customer, another] = named.length > 0 ? named : ofDomain;
    if (another !== undefined) {
      strays.push(strayOf(one, { isOfSeveral: true }));
    } else if (customer !== undefined) {
      rowsOf.set(customer, [...(rowsOf.get(customer) ?? []), ...one.rows]);
    } else if (isDomain(one.said) && unanswered.length > 0) {
      strays.push(strayOf(one, { unanswered }));
    } else {
      const suggestion = findNearest(one.said, names);
      strays.push(strayOf(one, suggestion === undefined ? {} : { suggestion }));
    }
  }
  return { rowsOf, strays };
}

/** Why nobody of a file can be created at all. */
export function refuseStrays(
  column: string,
  theirs: readonly Customer[],
  strays: readonly StrayLine[],
): RollcallError {
  const unanswered = strays.flatMap((one) => one.unanswered ?? []);
  if (unanswered.length > 0) {
    const { message, next } = WAVE_SERVICE_WORDS.unanswered;
    return refuse('DIRECTORY_DOWN', { message: message([...new Set(unanswered)]), next });
  }
  const { message, next, ofSeveral } = WAVE_SERVICE_WORDS.noCustomers;
  const several = strays.find(({ isOfSeveral }) => isOfSeveral === true);
  const names = theirs.map(({ name }) => name).join(', ');
  return refuse('FILE_NO_ROWS', {
    message,
    next: several === undefined ? next(column, names) : ofSeveral(column, several.said),
  });
}

/** One customer's line: its draft, or why it has none. */
export async function openLine(
  options: Pick<ProvisioningOptions, 'clock'>,
  customer: CustomerId,
  opening: Promise<{ id: string }>,
): Promise<WaveLine> {
  const opened = await within(options, CHECKED_WITHIN_MS, opening);
  return 'problem' in opened ? { customer, problem: opened.problem } : { customer, draftId: opened.id };
}

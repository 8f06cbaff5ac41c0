import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { readSettings } from '../../config/config.ts';
import { BYTE_ORDER_MARK } from '../../config/configFiles.ts';
import { RollcallError } from '../../domain/errors.ts';
import type { CustomerEntry, PolicyFile } from '../../service/ports/policies.ts';
import { inTurn, type Turn } from './fileTurn.ts';
import { POLICY_FILE_WORDS as SAYS } from './words.ts';

const isSameTenant = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** What of the policy names customers; anything else of it is left as it stands. */
interface Written {
  customers: { id: string; name?: string; tenantId?: string }[];
  people?: { name?: string; customers?: string[] }[];
  groups?: { name?: string; customers?: string[]; directory?: string }[];
  workspaces?: { id?: string; customers?: string[] }[];
  approvals?: { name?: string; when?: { customer?: string } }[];
}

function refuse({ message, next }: { message: string; next: string }, cause?: unknown): RollcallError {
  const done = SAYS.unchanged;
  return new RollcallError('CONFIG_INVALID', message, {
    done,
    next,
    ...(cause === undefined ? {} : { cause }),
  });
}

interface Named {
  name?: string;
  id?: string;
}

const nameOf = ({ name, id }: Named): string | undefined => name ?? id;

/** The customers without this one; who or what would have none left, or needs this one, is named as `places`. */
function takeOut(all: Written, id: string): { left: Written; places: string[] } {
  const places: string[] = [];
  const strip =
    (list: 'people' | 'groups' | 'workspaces') =>
    <One extends Named & { customers?: string[] }>(one: One, index: number): One => {
      if (one.customers?.includes(id) !== true) return one;
      const customers = one.customers.filter((other) => other !== id);
      if (customers.length === 0) places.push(SAYS.place[list](nameOf(one) ?? `${list}[${index}]`));
      return { ...one, customers };
    };
  const left = { ...all, customers: all.customers.filter((one) => one.id !== id) };
  for (const list of ['people', 'groups', 'workspaces'] as const) {
    const entries = all[list];
    if (entries !== undefined) Object.assign(left, { [list]: entries.map(strip(list)) });
  }
  for (const [index, group] of (all.groups ?? []).entries()) {
    if (group.directory === id) places.push(SAYS.place.directory(nameOf(group) ?? `groups[${index}]`));
  }
  // Without its customer a rule would hold for all of them.
  for (const [index, rule] of (all.approvals ?? []).entries()) {
    if (rule.when?.customer === id) places.push(SAYS.place.rule(nameOf(rule) ?? `approvals[${index}]`));
  }
  return { left, places };
}

interface WriterOptions {
  /** Absolute. */
  file: string;
  mayWrite: boolean;
  /** The environment that it is checked with. */
  env: NodeJS.ProcessEnv;
  /** Where the policy leaves the only customer's tenant out. */
  ownTenantId: string;
}

/**
 * Changes the policy file as a whole or not at all: what is written is read as a start reads it before, goes into a file beside
 * it, and takes its place. Whoever follows the file takes it from there.
 */
export function createPolicyFileWriter({ file, mayWrite, env, ownTenantId }: WriterOptions): PolicyFile {
  function check(text: string): void {
    const { problems } = readSettings(env, (path) => (path === file ? text : readFileSync(path, 'utf8')));
    const [first] = problems;
    if (first !== undefined) throw refuse(SAYS.wouldBeWrong(first.replaceAll(file, 'policy.json')));
  }

  /** In the holder's turn. */
  async function replace(path: string, turn: Turn, work: (all: Written) => Written): Promise<void> {
    const before = await readFile(path, 'utf8');
    const text = before.startsWith(BYTE_ORDER_MARK) ? before.slice(1) : before;
    let all: Written;
    try {
      all = JSON.parse(text) as Written;
    } catch (cause) {
      throw refuse(SAYS.wrongNow, cause);
    }
    const indent = /^\{\r?\n([ \t]+)"/.exec(text)?.[1] ?? '  ';
    const after = `${JSON.stringify(work(all), null, indent)}\n`;
    check(after);
    const beside = `${path}.${randomBytes(6).toString('hex')}.new`;
    try {
      await writeFile(beside, after, { mode: (await stat(path)).mode, flush: true });
      const isSame = (await readFile(path, 'utf8')) === before;
      // Somebody with an editor takes no turn.
      if (!isSame || !(await turn.isMine())) throw refuse(SAYS.changedMeanwhile);
      await rename(beside, path);
    } catch (cause) {
      await rm(beside, { force: true });
      throw cause instanceof RollcallError ? cause : refuse(SAYS.cannotWrite, cause);
    }
  }

  async function change(work: (all: Written) => Written): Promise<void> {
    if (!mayWrite) throw refuse(SAYS.notAllowed);
    try {
      // A link stays one: what it leads to is replaced.
      const path = await realpath(file);
      await inTurn(path, (turn) => replace(path, turn, work));
    } catch (cause) {
      throw cause instanceof RollcallError ? cause : refuse(SAYS.cannotWrite, cause);
    }
  }

  /** What is followed may be seconds older than the file. */
  function refuseSameTenant({ customers }: Written, { tenantId }: CustomerEntry): void {
    const there = customers.find((one) => isSameTenant(one.tenantId ?? ownTenantId, tenantId));
    if (there !== undefined) throw refuse(SAYS.thereAlready(there.name ?? there.id));
  }

  return {
    mayWrite,
    addCustomer: (entry: CustomerEntry) =>
      change((all) => {
        refuseSameTenant(all, entry);
        return {
          ...all,
          // With several customers each has to say its tenant.
          customers: [
            ...all.customers.map((one) => ({ ...one, tenantId: one.tenantId ?? ownTenantId })),
            entry,
          ],
        };
      }),
    removeCustomer: (id) =>
      change((all) => {
        const { left, places } = takeOut(all, id);
        if (places.length > 0) throw refuse(SAYS.stillNeeded(places));
        return left;
      }),
  };
}

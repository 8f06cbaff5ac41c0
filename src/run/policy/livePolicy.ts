import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { type Policy, policySchema } from '../../domain/policy/policy.ts';

/** The policy that holds now, for all rooms alike. */
export interface LivePolicy {
  /** Handed out once; its keys are those of the newest policy each time they are read. */
  policy: Policy;
  /** The same as it is written. */
  written: Policy;
  /** From then on `policy` shows these people. */
  showPeople(people: () => Policy['people']): void;
  replace(next: Policy): void;
}

/** A policy that can be replaced while others hold it. Nobody may keep a part of it for longer than one task takes. */
export function createLivePolicy(first: Policy): LivePolicy {
  let current = first;
  let people: (() => Policy['people']) | undefined;
  const [policy, written] = [Object.create(null) as Policy, Object.create(null) as Policy];
  for (const key of Object.keys(policySchema.shape) as (keyof Policy)[]) {
    Object.defineProperty(written, key, { enumerable: true, get: () => current[key] });
    const get = key === 'people' ? () => people?.() ?? current.people : () => current[key];
    Object.defineProperty(policy, key, { enumerable: true, get });
  }
  return {
    policy,
    written,
    showPeople(all) {
      people = all;
    },
    replace(next) {
      current = next;
    },
  };
}

/** `people (+mia -ann ~omar), maxRows`: what differs, without saying how. */
export function describeChange(before: Policy, after: Policy): string {
  const keys = Object.keys(policySchema.shape) as (keyof Policy)[];
  return keys
    .filter((key) => !isDeepStrictEqual(before[key], after[key]))
    .map((key) => {
      if (key !== 'people' && key !== 'groups' && key !== 'customers') return key;
      const [was, is] = [before, after].map(
        (one) => new Map<string, unknown>(one[key].map((entry) => [entry.id, entry])),
      );
      const added = [...(is?.keys() ?? [])].filter((id) => !was?.has(id)).map((id) => `+${id}`);
      const gone = [...(was?.keys() ?? [])].filter((id) => !is?.has(id)).map((id) => `-${id}`);
      const other = [...(is ?? [])]
        .filter(([id, entry]) => was?.has(id) && !isDeepStrictEqual(was.get(id), entry))
        .map(([id]) => `~${id}`);
      return `${key} (${[...added, ...gone, ...other].join(' ') || 'in another order'})`;
    })
    .join(', ');
}

/** What of the file can be known about who changed it. */
export interface Changed {
  /** When it was written, by the disk. */
  at: number;
  /** Number of the user whom the file belongs to; who wrote into it is not known. */
  owner: number;
  /** First digits of the SHA-256 of the file, to compare with a version that is kept somewhere. */
  hash: string;
}

/** Undefined where the file is gone. */
export async function describeFile(file: string, text = ''): Promise<Changed | undefined> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) return undefined;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return { at: found.mtimeMs, owner: found.uid, hash };
}

/**
 * Our own number: somebody who saves the file and goes over to the chat has waited as long. A file is taken once it is the
 * same in two looks, so that none is read half-written.
 */
const LOOK_EVERY_MS = 1_000;

/**
 * Looks at a file again and again, as folders that are mounted anew tell nobody. `changed` gets each new text, again and
 * again until it answers that it's through with it.
 */
export function watchPolicy(
  file: string,
  changed: (text: string | undefined, about: Changed | undefined) => Promise<boolean>,
  everyMs = LOOK_EVERY_MS,
): { stop(): Promise<void> } {
  let known: { text: string | undefined } | undefined;
  let candidate: { text: string | undefined } | undefined;
  let looking: Promise<void> | undefined;

  async function look(): Promise<void> {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (known !== undefined && text === known.text) {
      candidate = undefined;
      return;
    }
    if (candidate === undefined || candidate.text !== text) {
      candidate = { text };
      return;
    }
    if (await changed(text, await describeFile(file, text))) {
      known = candidate;
      candidate = undefined;
    }
  }

  const timer = setInterval(() => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
  }, everyMs);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}

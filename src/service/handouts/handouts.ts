import { RollcallError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/terms.ts';
import { trimEndOf } from '../../domain/trimEnds.ts';
import type { Approvals } from '../approvals/approvals.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import { rolesNow } from '../door/taskRules.ts';
import type { AuditEntry } from '../ports/records.ts';
import { HANDOUT_WORDS } from './words.ts';

/** A file that the bot made, with what made it. */
export interface HandedFile {
  name: string;
  contentType: string;
  bytes: Uint8Array;
  again: { action: string; id: string };
}

/** A file on its way to whoever took it. Nobody else can take it meanwhile. */
export interface TakenFile {
  file: HandedFile;
  /** It went out whole: it is kept no longer. */
  sent(): void;
  /** It did not: it can be taken once more, within its time. */
  broken(): void;
}

/**
 * Files at an address of their own, for somebody whose chat does not take them. They hold no passwords. In memory: what
 * was not fetched before a restart is asked for once more, which is a smaller thing than lists of people on the disk.
 */
export interface Handouts {
  /**
   * Where this file can be fetched, once and within {@link KEPT_MS}, in place of a link to it that they got before.
   * Audited before it is answered. Undefined without a public address.
   */
  give(actor: Actor, file: HandedFile): Promise<string | undefined>;
  isOpen(token: string): boolean;
  /**
   * For one caller, once, and only while whoever it was given to has every role that they had then. Audited before it is
   * answered. Throws NOT_YET while Rollcall is paused; the link stays as it is.
   */
  take(token: string): Promise<TakenFile | undefined>;
  /** Ends every link of a customer, whose files may name somebody who was forgotten. */
  forget(customer: string): void;
}

/** Our own number: whoever asked for the link is looking at it. An old link is the worse failure: they ask again. */
export const KEPT_MS = 10 * 60_000;
/** Of one person. A file is at most some 10 MB, most are some kB; an answer brings two. Of more, the oldest goes. */
const MOST_EACH = 5;

const GIVEN = 'file.given';
const FETCHED = 'file.fetched';

const PAUSED = new RollcallError('NOT_YET', HANDOUT_WORDS.paused.message, HANDOUT_WORDS.paused);

interface Kept {
  actor: Actor;
  file: HandedFile;
  until: number;
  isTaken: boolean;
}

function isSame(one: Kept, actor: Actor, { name, again }: HandedFile): boolean {
  const { file } = one;
  if (one.actor.id !== actor.id || one.actor.customer !== actor.customer) return false;
  return file.name === name && file.again.action === again.action && file.again.id === again.id;
}

export function createHandouts(
  context: Pick<ProvisioningOptions, 'clock' | 'ids' | 'publicUrl' | 'policy' | 'store' | 'brake'>,
  approvals: Pick<Approvals, 'findManager'>,
): Handouts {
  const { clock, ids, publicUrl, policy, store, brake } = context;
  const kept = new Map<string, Kept>();
  /** How often each customer's links were ended. */
  const ended = new Map<string, number>();

  function sweep(): void {
    for (const [token, { until }] of kept) if (until <= clock.now()) kept.delete(token);
  }

  /** Somebody without a role was asked to approve as a manager. */
  async function isStillTheirs({ id, roles, customer, userId }: Actor): Promise<boolean> {
    if (roles.length === 0) return (await approvals.findManager(userId)) !== undefined;
    const now = rolesNow(policy, id, customer);
    return roles.every((role) => now.includes(role));
  }

  function audit(
    { actor, file }: Pick<Kept, 'actor' | 'file'>,
    what: string,
    outcome: AuditEntry['outcome'],
    detail: AuditEntry['detail'] = {},
  ): Promise<void> {
    const { action, id } = file.again;
    const entry = { what, outcome, subject: file.name, detail: { action, id, ...detail } };
    return store.audit(byActor(context, actor, entry));
  }

  return {
    async give(actor, file) {
      if (publicUrl === undefined) return undefined;
      const before = ended.get(actor.customer);
      await audit({ actor, file }, GIVEN, 'done');
      sweep();
      for (const [token, one] of kept) if (isSame(one, actor, file)) kept.delete(token);
      const theirs = [...kept].filter(([, one]) => one.actor.id === actor.id);
      for (const [token] of theirs.slice(0, 1 - MOST_EACH)) kept.delete(token);
      const token = ids.next('file');
      // Somebody in it may have been forgotten meanwhile: then there is nothing behind the link.
      if (ended.get(actor.customer) === before)
        kept.set(token, { actor, file, until: clock.now() + KEPT_MS, isTaken: false });
      return `${trimEndOf(publicUrl, '/')}/f/${token}`;
    },
    isOpen(token) {
      sweep();
      return kept.get(token)?.isTaken === false;
    },
    async take(token) {
      if (brake.paused() !== undefined) throw PAUSED;
      sweep();
      const one = kept.get(token);
      if (one === undefined || one.isTaken) return undefined;
      one.isTaken = true;
      const broken = (): void => {
        one.isTaken = false;
      };
      try {
        if (!(await isStillTheirs(one.actor))) {
          kept.delete(token);
          await audit(one, FETCHED, 'refused', { code: 'ROLE_MISSING' });
          return undefined;
        }
        await audit(one, FETCHED, 'done');
      } catch (error) {
        broken();
        throw error;
      }
      // Somebody in it may have been forgotten meanwhile.
      if (kept.get(token) !== one) return undefined;
      return { file: one.file, sent: () => void kept.delete(token), broken };
    },
    forget(customer) {
      ended.set(customer, (ended.get(customer) ?? 0) + 1);
      for (const [token, { actor }] of kept) if (actor.customer === customer) kept.delete(token);
    },
  };
}

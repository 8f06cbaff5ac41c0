import { createHash } from 'node:crypto';
import { RollcallError } from '../../domain/errors.ts';
import { listIdsOf } from '../../domain/policy/roleGroups.ts';
import type { Actor } from '../../domain/terms.ts';
import { trimEndOf } from '../../domain/trimEnds.ts';
import type { Sealed, WrappedKey } from '../../secrets/sealing.ts';
import { Secret } from '../../secrets/secret.ts';
import type { Approvals } from '../approvals/approvals.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import { describeOlder, isOlder } from '../door/leaveToNewest.ts';
import { readRole, requireKnown } from '../door/readMay.ts';
import { hashToken } from '../links/token.ts';
import type { DraftRecord } from '../ports/drafts.ts';
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
  /** It went out whole: it is kept no longer. Never throws. */
  sent(): Promise<void>;
  /** It did not: it can be taken once more, within its time. Never throws. */
  broken(): Promise<void>;
}

/**
 * Files at an address of their own, for somebody whose chat does not take them. They hold no passwords. Kept sealed, as a
 * draft of its own that is gone with its time: whoever opens the address may reach another instance.
 */
export interface Handouts {
  /**
   * Where this file can be fetched, once and within {@link KEPT_MS}, in place of a link to it that they got before.
   * Audited before it is answered. Undefined without a public address.
   */
  give(actor: Actor, file: HandedFile): Promise<string | undefined>;
  isOpen(token: string): Promise<boolean>;
  /**
   * For one caller, once, and only while whoever it was given to has every role that they had then. Audited before it is
   * answered. Throws NOT_YET while Rollcall is paused, POLICY_BEHIND, POLICY_OLDER, and ROLE_UNKNOWN while that can't be told; the link
   * stays as it is.
   */
  take(token: string): Promise<TakenFile | undefined>;
  /** Ends every link of a customer, whose files may name somebody who was forgotten. Durable on return. */
  forget(customer: string): Promise<void>;
}

/** Our own number: whoever asked for the link is looking at it. An old link is the worse failure: they ask again. */
export const KEPT_MS = 10 * 60_000;
/** Of one person. A file is at most some 10 MB, most are some kB; an answer brings two. Of more, the oldest goes. */
const MOST_EACH = 5;

const GIVEN = 'file.given';
const FETCHED = 'file.fetched';

const PAUSED = new RollcallError('NOT_YET', HANDOUT_WORDS.paused.message, HANDOUT_WORDS.paused);

/** What is kept of one, as the data of its draft. */
interface Kept {
  actor: Actor;
  /** Of two files with the same, the newer one takes the other's place. */
  what: string;
  key: WrappedKey;
  file: Sealed;
  isTaken: boolean;
}

type KeptDraft = DraftRecord<Kept>;

const FIELD = 'file';

/** Says nothing about who is in it. */
function nameWhat({ name, again }: HandedFile): string {
  return createHash('sha256')
    .update(JSON.stringify([name, again.action, again.id]))
    .digest('base64url');
}

/** A note that changes whenever a customer's links are ended. */
const endedNote = (customer: string): string => `handouts_ended_${customer}`;

type Context = Pick<
  ProvisioningOptions,
  | 'clock'
  | 'ids'
  | 'publicUrl'
  | 'policy'
  | 'roleGroups'
  | 'store'
  | 'brake'
  | 'sealer'
  | 'log'
  | 'checkPolicy'
>;

export function createHandouts(context: Context, approvals: Pick<Approvals, 'findManager'>): Handouts {
  const { clock, ids, publicUrl, store, brake, sealer, log } = context;
  // What is kept tells no address.
  const idOf = (token: string): string => `handout_${hashToken(token)}`;

  async function load(token: string): Promise<KeptDraft | undefined> {
    const draft = await store.loadDraft(idOf(token));
    if (draft?.kind !== 'handout' || draft.expiresAt <= clock.now()) return undefined;
    return draft as KeptDraft;
  }

  function seal(id: string, { bytes, ...file }: HandedFile): Pick<Kept, 'key' | 'file'> {
    const key = sealer.newJobKey(id);
    const text = JSON.stringify({ ...file, bytes: Buffer.from(bytes).toString('base64') });
    return { key, file: sealer.seal(key, id, FIELD, new Secret(text)) };
  }

  function unseal({ id, data }: KeptDraft): HandedFile {
    const { bytes, ...file } = JSON.parse(sealer.open(data.key, id, FIELD, data.file).reveal());
    return { ...file, bytes: Buffer.from(bytes, 'base64') };
  }

  /** Somebody without a role was asked to approve as a manager. */
  async function isStillTheirs({ id, name, roles, customer, userId }: Actor): Promise<boolean> {
    if (roles.length === 0) return (await approvals.findManager(userId, customer)) !== undefined;
    // Each by itself: they may come from different groups.
    const all = roles.map((role) => readRole(context, { id, name }, customer, [role]));
    return (await Promise.all(all)).every((read) => requireKnown(read) !== undefined);
  }

  function audit(
    actor: Actor,
    file: HandedFile,
    what: string,
    outcome: AuditEntry['outcome'],
    detail: AuditEntry['detail'] = {},
  ): Promise<void> {
    const { action, id } = file.again;
    const entry = { what, outcome, subject: file.name, detail: { action, id, ...detail } };
    return store.audit(byActor(context, actor, entry));
  }

  async function listOf({ id, customer }: Actor): Promise<KeptDraft[]> {
    const theirs = await store.listDrafts({
      owners: listIdsOf(context.policy, id),
      kind: 'handout',
      limit: Number.MAX_SAFE_INTEGER,
    });
    return theirs.filter((draft) => draft.customer === customer) as KeptDraft[];
  }

  /** An older link to the same file, and the oldest where there are too many. */
  async function dropOlder(actor: Actor, what: string): Promise<void> {
    const theirs = await listOf(actor);
    const others = theirs.filter(({ data }) => data.what !== what);
    for (const old of theirs.filter((one) => !others.slice(0, MOST_EACH - 1).includes(one))) {
      await store.deleteDraft(old.id);
    }
  }

  /** What cannot be written down now ends with its time. */
  const quietly = (work: Promise<unknown>): Promise<void> =>
    work.then(
      () => undefined,
      (error: unknown) => log.warn({ err: error }, 'file.not_settled'),
    );

  return {
    async give(actor, file) {
      if (publicUrl === undefined) return undefined;
      const ended = await store.loadNote(endedNote(actor.customer));
      await audit(actor, file, GIVEN, 'done');
      const what = nameWhat(file);
      await dropOlder(actor, what);
      const token = ids.next('file');
      const id = idOf(token);
      const createdAt = clock.now();
      await store.saveDraft({
        id,
        version: 1,
        kind: 'handout',
        owner: actor.id,
        customer: actor.customer,
        place: {
          platform: actor.platform,
          workspace: '',
          conversationId: actor.where ?? '',
          kind: 'direct',
        },
        data: { actor, what, ...seal(id, file), isTaken: false } satisfies Kept,
        createdAt,
        expiresAt: createdAt + KEPT_MS,
      });
      // Somebody in it may have been forgotten meanwhile: then there is nothing behind the link.
      if ((await store.loadNote(endedNote(actor.customer))) !== ended) await store.deleteDraft(id);
      return `${trimEndOf(publicUrl, '/')}/f/${token}`;
    },
    isOpen: async (token) => (await load(token))?.data.isTaken === false,
    async take(token) {
      if (brake.paused() !== undefined) throw PAUSED;
      await context.checkPolicy?.();
      const kept = await load(token);
      if (kept === undefined || kept.data.isTaken) return undefined;
      const { id, data } = kept;
      const { actor } = data;
      const taken = await store.updateDraft(id, kept.version, { ...data, isTaken: true });
      if (taken === undefined) return undefined;
      const broken = () => quietly(store.updateDraft(id, taken.version, { ...data, isTaken: false }));
      const file = unseal(kept);
      try {
        if (!(await isStillTheirs(actor))) {
          // A manager may be asked by a rule that only a newer policy file has.
          if (await isOlder(context)) throw describeOlder();
          await store.deleteDraft(id);
          await audit(actor, file, FETCHED, 'refused', { code: 'ROLE_MISSING' });
          return undefined;
        }
        await audit(actor, file, FETCHED, 'done');
      } catch (error) {
        await broken();
        throw error;
      }
      // Somebody in it may have been forgotten meanwhile.
      if ((await load(token)) === undefined) return undefined;
      return { file, sent: () => quietly(store.deleteDraft(id)), broken };
    },
    async forget(customer) {
      await store.saveNote(endedNote(customer), ids.next('ended'));
      for (const draft of await store.listDrafts({ kind: 'handout', limit: Number.MAX_SAFE_INTEGER })) {
        if (draft.customer === customer) await store.deleteDraft(draft.id);
      }
    },
  };
}

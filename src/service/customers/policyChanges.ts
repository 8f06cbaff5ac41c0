import type { Actor, CustomerId } from '../../domain/terms.ts';
import { type Audited, byActorForAll, type ProvisioningOptions } from '../context.ts';
import { isOlder } from '../door/leaveToNewest.ts';
import { isGone } from '../door/taskRules.ts';
import type { AuditEntry } from '../ports/records.ts';

/** So long a process that died while it changed the file may be down. Longer keeps a draft; shorter loses who it was. */
const KEPT_MS = 7 * 86_400_000;

/**
 * By then a press has written the file, or never will. Our own number: longer than any disk takes; a change that somebody else
 * makes by hand in that time is taken for the press.
 */
const WRITTEN_WITHIN_MS = 10 * 60_000;

/** What is audited of a change of the policy file, about one customer. */
type Change = Audited & { what: 'customer.added' | 'customer.removed'; subject: CustomerId };
type Entry = AuditEntry & Change;

/** Changes of the policy file, which is no record, so that no write of one holds both it and its audit. */
export interface PolicyChanges {
  /** Has the file changed by `write`, and audits that. Throws what `write` throws; then nothing is audited. */
  make(actor: Actor, change: Change, write: () => Promise<void>): Promise<void>;
  /** Audits what a process had changed when it died. Harmless twice, and while another one is at it. */
  settle(): Promise<void>;
}

type Options = Pick<ProvisioningOptions, 'policy' | 'store' | 'clock' | 'checkPolicy' | 'standsIn'>;

export function createPolicyChanges(context: Options): PolicyChanges {
  const { policy, store, clock } = context;

  async function conclude(id: string, entry: Entry): Promise<void> {
    await store.auditOnce(entry, ({ what, at }) => what === entry.what && at === entry.at);
    await store.deleteDraft(id);
  }

  return {
    async make(actor, change, write) {
      const entry: Entry = { ...byActorForAll(context, actor, change), ...change };
      const id = `policyChange_${change.subject}`;
      const place = { platform: actor.platform, workspace: '', conversationId: '', kind: 'direct' } as const;
      await store.saveDraft({
        ...{ id, version: 1, kind: 'policyChange', owner: actor.id, customer: '', place, data: entry },
        ...{ createdAt: entry.at, expiresAt: entry.at + KEPT_MS },
      });
      try {
        await write();
      } catch (error) {
        await store.deleteDraft(id);
        throw error;
      }
      await conclude(id, entry);
    },

    async settle() {
      if (await isOlder(context)) return;
      const kept = await store.listDrafts({ kind: 'policyChange', limit: Number.MAX_SAFE_INTEGER });
      for (const { id, data } of kept) {
        const entry = data as Entry;
        if (isGone(policy, entry.subject) === (entry.what === 'customer.removed')) await conclude(id, entry);
        // What is done by hand later isn't theirs.
        else if (clock.now() - entry.at > WRITTEN_WITHIN_MS) await store.deleteDraft(id);
      }
    },
  };
}

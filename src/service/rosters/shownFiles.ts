import type { Actor, MessageRef } from '../../domain/terms.ts';
import type { ProvisioningOptions } from '../context.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Where the newest message about each file is, so that the one of before can say that it is not. */
export interface ShownFiles {
  /** The file of a draft is shown there now. Durable on return: the next click may reach another instance. */
  note(actor: Actor, draftId: string, ref: MessageRef): Promise<void>;
  /** Of those that are known. */
  find(draftIds: readonly string[]): Promise<MessageRef[]>;
}

/** Kept beside each draft, whose version does not change by it, and for as long. */
export function createShownFiles({
  store,
  clock,
  policy,
}: Pick<ProvisioningOptions, 'store' | 'clock' | 'policy'>): ShownFiles {
  const idOf = (draftId: string): string => `${draftId}-shown`;
  return {
    async note(actor, draftId, ref) {
      const createdAt = clock.now();
      await store.saveDraft({
        id: idOf(draftId),
        version: 1,
        kind: 'shown',
        owner: actor.id,
        customer: actor.customer,
        place: {
          platform: ref.platform,
          workspace: '',
          conversationId: ref.conversationId,
          kind: 'direct',
        },
        data: ref,
        createdAt,
        expiresAt: createdAt + policy.retention.drafts * DAY_MS,
      });
    },
    async find(draftIds) {
      const found = await Promise.all(draftIds.map((id) => store.loadDraft(idOf(id))));
      return found.flatMap((draft) =>
        draft?.kind === 'shown' && draft.expiresAt > clock.now() ? [draft.data as MessageRef] : [],
      );
    },
  };
}

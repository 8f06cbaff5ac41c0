import type { DraftRecord } from '../../src/service/ports/drafts.ts';
import type { Store } from '../../src/service/ports/store.ts';

/** Drafts that are remembered as the real stores do, in memory; they never expire. */
export function keepDrafts(): Pick<
  Store,
  'saveDraft' | 'loadDraft' | 'updateDraft' | 'listDrafts' | 'deleteDraft'
> {
  const drafts = new Map<string, DraftRecord>();
  return {
    saveDraft: async (draft) => void drafts.set(draft.id, draft),
    loadDraft: async (id) => drafts.get(id),
    async updateDraft(id, version, data) {
      const draft = drafts.get(id);
      if (draft === undefined || draft.version !== version) return undefined;
      const next = { ...draft, version: version + 1, data };
      drafts.set(id, next);
      return next;
    },
    listDrafts: async ({ kind }) => [...drafts.values()].filter((draft) => draft.kind === kind),
    deleteDraft: async (id) => void drafts.delete(id),
  };
}

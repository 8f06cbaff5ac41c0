import type { AskedPerson } from '../ports/requests.ts';

/** Those who are to be deleted, while it is being planned. */
export interface DeleteDraft {
  people: readonly AskedPerson[];
  checked: true;
  jobId?: string;
  requestId?: string;
}

const OF = '-delete-';

/** What the ids of the drafts begin with that come of an offboarding. */
export function deleteDraftsOf(jobId: string): string {
  return `${jobId}${OF}`;
}

/** The offboarding that a draft of a deletion comes of. */
export function offboardingOf(draftId: string): string | undefined {
  const end = draftId.lastIndexOf(OF);
  return end === -1 ? undefined : draftId.slice(0, end);
}

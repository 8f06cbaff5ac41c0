import type { AskedPerson } from '../ports/requests.ts';

/** Those who are to be deleted, while it is being planned. */
export interface DeleteDraft {
  people: readonly AskedPerson[];
  checked: true;
  jobId?: string;
  requestId?: string;
}

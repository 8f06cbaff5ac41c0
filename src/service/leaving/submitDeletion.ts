import type { Actor } from '../../domain/terms.ts';
import type { Approvals } from '../approvals/approvals.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { AcceptRequest } from '../jobs/acceptRequest.ts';
import type { RowRecord } from '../ports/records.ts';
import type { RequestRecord } from '../ports/requests.ts';
import type { DeleteDraft } from './deleteDraft.ts';

const DAY_MS = 86_400_000;
/** The requests that come of one are found again under its id; nobody opens it. As long as forms are kept at most. */
const KEPT_MS = 30 * DAY_MS;

/** What differs between one deletion and another; `id` is of its draft, the same when it is asked for again. */
export type DeletionAsked = Pick<
  AcceptRequest,
  'place' | 'people' | 'fileName' | 'reason' | 'zone' | 'coveredBy' | 'coveredIn'
> & { actor: Actor; id: string; startsAt: number };

/** Keeps the deletion of people at a later moment as a request of its own. Throws as {@link Approvals.submit}. */
export async function submitDeletion(
  { store, clock }: Pick<ProvisioningOptions, 'store' | 'clock'>,
  approvals: Pick<Approvals, 'submit'>,
  { id, ...asked }: DeletionAsked,
): Promise<RequestRecord> {
  const { actor, people } = asked;
  if ((await store.loadDraft(id)) === undefined) {
    const createdAt = clock.now();
    const data: DeleteDraft = { people, checked: true };
    await store.saveDraft({
      id,
      version: 1,
      kind: 'delete',
      owner: actor.id,
      customer: actor.customer,
      place: asked.place,
      data,
      createdAt,
      expiresAt: createdAt + KEPT_MS,
    });
  }
  const submitted = await approvals.submit({
    ...asked,
    requestId: id,
    requestVersion: 1,
    kind: people.length === 1 ? 'one' : 'bulk',
    task: 'delete',
    settings: { accountEnabled: false, usageLocation: '', licenses: [], recipients: [] },
  });
  if (!('request' in submitted)) throw new Error(`The deletion ${id} was to wait for its day.`);
  return submitted.request.request;
}

/** What the row of an offboarding says of the deletion that was planned for its person. */
export function deletionOf(request: RequestRecord): NonNullable<RowRecord['deletion']> {
  const needsApproval = request.state === 'waiting' ? { needsApproval: true as const } : {};
  return { requestId: request.id, at: request.asked.startsAt ?? 0, ...needsApproval };
}

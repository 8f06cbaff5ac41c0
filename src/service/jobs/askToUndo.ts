import { RollcallError } from '../../domain/errors.ts';
import type { Actor, Place } from '../../domain/terms.ts';
import type { RequestState } from '../approvals/approvals.ts';
import type { FindNeeded } from '../approvals/asking.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { Drafts } from '../drafts.ts';
import type { JobRecord, RowRecord } from '../ports/records.ts';
import type { AskedPerson } from '../ports/requests.ts';
import type { AcceptRequest, Provisioning } from '../provisioning.ts';
import { reverseOf } from './changeRows.ts';

/**
 * Where Undo would give licenses back that the rules want approved: asks for them as for any other change of licenses.
 * Undefined when it needs no approval, and can be done at once. Asked again it answers the request that waits; throws
 * ALREADY_DONE for one that was approved.
 */
export type AskToUndo = (
  actor: Actor,
  place: Place,
  job: JobRecord,
  rows: readonly RowRecord[],
) => Promise<RequestState | undefined>;

/** What is to be changed back, with the licenses that were taken away as those that are given. */
function toAsked({ person, accountEnabled, objectId, change, sourceRow }: RowRecord): AskedPerson[] {
  if (change === undefined || objectId === undefined) return [];
  const back = reverseOf(change);
  const given = back.add.map(({ skuId }) => skuId).filter((skuId) => change.remove.includes(skuId));
  if (back.add.length + back.remove.length === 0) return [];
  return [
    {
      person,
      accountEnabled,
      licenses: given,
      objectId,
      change: back,
      ...(sourceRow === undefined ? {} : { sourceRow }),
    },
  ];
}

export function createAskToUndo(
  { store }: Pick<ProvisioningOptions, 'store'>,
  drafts: Drafts,
  findNeeded: FindNeeded,
  approvals: Pick<Provisioning, 'submit' | 'readRequest'>,
): AskToUndo {
  async function findAsked({ undoRequest }: JobRecord): Promise<RequestState | undefined> {
    const state = undoRequest === undefined ? undefined : await approvals.readRequest(undoRequest);
    if (state?.request.state === 'waiting') return state;
    if (state?.request.state !== 'approved' || state.request.problem !== undefined) return undefined;
    throw new RollcallError('ALREADY_DONE', 'Giving the licenses back was asked for and approved already.', {
      done: 'Your click changed nothing.',
      next: 'Its own message shows what became of it.',
    });
  }

  return async (actor, place, job, rows) => {
    if (job.task !== 'assign') return undefined;
    const people = rows.flatMap(toAsked);
    const licenses = [...new Set(people.flatMap((one) => one.licenses))];
    if (licenses.length === 0) return undefined;
    const about = job.fileName ?? people[0]?.person.displayName ?? '';
    const asked: Omit<AcceptRequest, 'requestId' | 'requestVersion'> = {
      actor,
      place,
      kind: job.kind,
      task: 'assign',
      people,
      settings: { ...job.settings, licenses, recipients: [] },
      ...(job.fileName === undefined ? {} : { fileName: job.fileName }),
      reason: `Undo of a change of licenses (${about})`,
    };
    if ((await findNeeded({ ...asked, requestId: job.id, requestVersion: 1 })) === undefined)
      return undefined;
    const before = await findAsked(job);
    if (before !== undefined) return before;
    const { message: _button, ...ownPlace } = place;
    const values = { licenses, remove: [], servicesOff: [], usageLocation: '', reason: '' };
    const draft = await drafts.open('assign', actor, ownPlace, { targets: [], values, checked: true });
    const submitted = await approvals.submit({
      ...asked,
      place: ownPlace,
      requestId: draft.id,
      requestVersion: draft.version,
    });
    if (!('request' in submitted)) throw new Error(`Undo of ${job.id} was to wait for approval.`);
    const { request } = submitted.request;
    await store.updateJob(job.id, (now) => ({ ...now, undoRequest: request.id }));
    return submitted.request;
  };
}

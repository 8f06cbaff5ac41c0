import { RollcallError } from '../../domain/errors.ts';
import { idNow } from '../../domain/policy/roleGroups.ts';
import type { Actor, Place } from '../../domain/terms.ts';
import type { Approvals, RequestState } from '../approvals/approvals.ts';
import type { FindNeeded } from '../approvals/asking.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { Drafts } from '../drafts/drafts.ts';
import type { JobRecord, RowRecord } from '../ports/records.ts';
import type { AskedPerson } from '../ports/requests.ts';
import type { AcceptRequest } from './acceptRequest.ts';
import { reverseOf } from './steps/changeRows.ts';
import type { NeedsApproval } from './steps/restoreLicenses.ts';
import { JOB_SERVICE_WORDS } from './words.ts';

/**
 * Where Undo would give licenses back that the rules want approved: asks for them as for any other change of licenses.
 * Undefined when it needs no approval, and can be done at once. Asked again it answers the request that waits; throws
 * ALREADY_DONE for one that was approved.
 */
export interface AskToUndo {
  ask(
    actor: Actor,
    place: Place,
    job: JobRecord,
    rows: readonly RowRecord[],
  ): Promise<RequestState | undefined>;
  /** Asked again right before each effect: what was held when Undo was pressed can be gone by then. */
  needsApproval(job: JobRecord, rows: readonly RowRecord[]): NeedsApproval;
}

/** What is to be changed back, with all licenses that are changed back as those that are given. */
function toAsked({ person, accountEnabled, objectId, change, sourceRow }: RowRecord): AskedPerson[] {
  if (change === undefined || objectId === undefined) return [];
  const back = reverseOf(change);
  if (back.add.length + back.remove.length === 0) return [];
  return [
    {
      person,
      accountEnabled,
      licenses: back.add.map(({ skuId }) => skuId),
      objectId,
      change: back,
      ...(sourceRow === undefined ? {} : { sourceRow }),
    },
  ];
}

function licensesOf(people: readonly AskedPerson[]): string[] {
  return [...new Set(people.flatMap(({ licenses }) => licenses))];
}

export function createAskToUndo(
  { policy, store, directoryFor }: Pick<ProvisioningOptions, 'policy' | 'store' | 'directoryFor'>,
  drafts: Drafts,
  findNeeded: FindNeeded,
  approvals: Pick<Approvals, 'submit' | 'read'>,
): AskToUndo {
  async function findAsked({ undoRequest }: JobRecord): Promise<RequestState | undefined> {
    const state = undoRequest === undefined ? undefined : await approvals.read(undoRequest);
    if (state?.request.state === 'waiting') return state;
    if (state?.request.state !== 'approved' || state.request.problem !== undefined) return undefined;
    const { message, ...more } = JOB_SERVICE_WORDS.undo.requested;
    throw new RollcallError('ALREADY_DONE', message, more);
  }

  /** Without the licenses that they hold now themselves, whose services alone change; under another name, it asks for all. */
  async function leaveHeldOut(customer: string, people: readonly AskedPerson[]): Promise<AskedPerson[]> {
    const names = people.map(({ person }) => person.userPrincipalName);
    const found = await directoryFor(customer).findHoldings(names);
    const byId = new Map(found.map(({ id, held }) => [id.toLowerCase(), held]));
    return people.map((one) => {
      const held = byId.get(one.objectId?.toLowerCase() ?? '') ?? [];
      const own = new Set(held.flatMap(({ skuId, inherited }) => (inherited ? [] : [skuId])));
      return { ...one, licenses: one.licenses.filter((skuId) => !own.has(skuId)) };
    });
  }

  type Asked = Omit<AcceptRequest, 'requestId' | 'requestVersion'>;

  function toRequest(actor: Actor, place: Place, job: JobRecord, people: readonly AskedPerson[]): Asked {
    const about = job.fileName ?? people[0]?.person.displayName ?? '';
    return {
      actor,
      place,
      kind: job.kind,
      task: 'assign',
      people,
      settings: { ...job.settings, licenses: licensesOf(people), recipients: [] },
      ...(job.fileName === undefined ? {} : { fileName: job.fileName }),
      reason: JOB_SERVICE_WORDS.undo.reason(about),
    };
  }

  async function isToBeApproved(asked: Asked): Promise<boolean> {
    if (licensesOf(asked.people).length === 0) return false;
    return (await findNeeded(asked)) !== undefined;
  }

  return {
    async ask(actor, place, job, rows) {
      if (job.task !== 'assign') return undefined;
      const all = rows.flatMap(toAsked);
      if (!(await isToBeApproved(toRequest(actor, place, job, all)))) return undefined;
      const before = await findAsked(job);
      if (before !== undefined) return before;
      const people = await leaveHeldOut(job.customer, all);
      const { message: _button, ...ownPlace } = place;
      const asked = toRequest(actor, ownPlace, job, people);
      if (!(await isToBeApproved(asked))) return undefined;
      const { licenses } = asked.settings;
      const values = { licenses: [...licenses], remove: [], servicesOff: [], usageLocation: '', reason: '' };
      // Of two that ask at once both open the same, and so make one request.
      const id = `${job.id}-undo-${job.undoRequest ?? ''}`;
      const data = { targets: [], values, checked: true } as const;
      const draft = await drafts.open('assign', actor, ownPlace, data, id);
      const submitted = await approvals.submit({
        ...asked,
        requestId: draft.id,
        requestVersion: 1,
      });
      if (!('request' in submitted)) throw new Error(`Undo of ${job.id} was to wait for approval.`);
      const { request } = submitted.request;
      await store.updateJob(job.id, (now) => ({ ...now, undoRequest: request.id }));
      return submitted.request;
    },
    needsApproval(job, rows) {
      const { actorId, ...requester } = job.requestedBy;
      const actor: Actor = {
        ...requester,
        id: idNow(policy, actorId),
        roles: [],
        customer: job.customer,
      };
      const all = rows.flatMap(toAsked);
      return ({ objectId }, skuIds) => {
        const people = all.map((one) => ({ ...one, licenses: one.objectId === objectId ? skuIds : [] }));
        return isToBeApproved(toRequest(actor, job.place, job, people));
      };
    },
  };
}

import { RollcallError } from '../../../domain/errors.ts';
import { isSamePerson } from '../../../domain/policy/roleGroups.ts';
import type { Actor } from '../../../domain/terms.ts';
import { auditTask } from '../../audit/auditAsked.ts';
import { byActor, type ProvisioningOptions } from '../../context.ts';
import type { RequestRecord } from '../../ports/requests.ts';
import type { RequestState } from '../approvals.ts';
import { describeClosed, describeNoRequest } from '../judging.ts';
import type { ReadState } from '../requestState.ts';
import { auditLeftOut, isPlanned, withdrawPeople, withoutWithdrawn } from '../startableRequests.ts';
import { tellRequester } from '../tellRequester.ts';
import { findApproverCopies, withCopies } from '../whomToAsk.ts';
import { APPROVAL_REFUSALS } from '../words.ts';
import { refuseToCancel } from './planning.ts';

const { plan: SAYS } = APPROVAL_REFUSALS;

const WITHDRAWN = 'request.changed';

function refuseInput(said: typeof SAYS.nobodyChosen): RollcallError {
  return new RollcallError('INPUT_INVALID', said.message, said);
}

/**
 * Takes people out of what only waits for its hour, by whoever could cancel it: the rest stays approved, since it is less
 * of the same.
 */
export function createWithdraw(
  context: Pick<ProvisioningOptions, 'policy' | 'roleGroups' | 'store' | 'clock'>,
  readState: ReadState,
  changed: (requestId: string) => void,
): (actor: Actor, request: RequestRecord, userNames: readonly string[]) => Promise<RequestState> {
  const { policy, store, clock } = context;

  async function refuse(
    actor: Actor,
    { id: subject, asked }: RequestRecord,
    error: RollcallError,
  ): Promise<never> {
    const detail = { code: error.code, ...auditTask(asked) };
    await store.audit(byActor(context, actor, { what: WITHDRAWN, outcome: 'refused', subject, detail }));
    throw error;
  }

  return async (actor, request, userNames) => {
    const { id } = request;
    const refusal = await refuseToCancel(context, actor, request);
    if (refusal !== undefined) return refuse(actor, request, refusal);
    const names = new Set(userNames.map((name) => name.toLowerCase()));
    // Who approved more is told that it is less by now.
    const copies = await findApproverCopies(context, request, actor);
    let out = 0;
    let objection: RollcallError | undefined;
    const withdrawn = (fresh: RequestRecord): RequestRecord | undefined => {
      if (!isPlanned(fresh)) return undefined;
      const { people } = withoutWithdrawn(fresh).asked;
      const ids = people
        .filter(({ person }) => names.has(person.userPrincipalName.toLowerCase()))
        .flatMap(({ objectId }) => objectId ?? []);
      if (ids.length === 0) objection = refuseInput(SAYS.nobodyChosen);
      if (ids.length === people.length) {
        objection = refuseInput(SAYS.nobodyLeft);
      }
      if (objection !== undefined) return undefined;
      out = ids.length;
      const less = withdrawPeople(fresh, ids, actor, clock.now());
      const next = withCopies(less, copies);
      return isSamePerson(policy, fresh.requestedBy.actorId, actor.id) ? next : tellRequester(next);
    };
    const stored = await store.updateRequest(id, withdrawn, (less) => {
      const people = withoutWithdrawn(less).asked.people.length;
      const detail = { ...auditTask(less.asked), people, leftOut: out, ...auditLeftOut(less) };
      return [byActor(context, actor, { what: WITHDRAWN, outcome: 'done', subject: id, detail })];
    });
    if (objection !== undefined) return refuse(actor, request, objection);
    if (stored === undefined) {
      const now = await store.loadRequest(id);
      return refuse(actor, request, now === undefined ? describeNoRequest() : describeClosed(now));
    }
    changed(id);
    return readState(stored);
  };
}

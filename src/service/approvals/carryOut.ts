import { RollcallError } from '../../domain/errors.ts';
import { idNow } from '../../domain/policy/roleGroups.ts';
import type { Actor } from '../../domain/terms.ts';
import { auditTask } from '../audit/auditAsked.ts';
import { customerOf, type ProvisioningOptions } from '../context.ts';
import { nameOnce } from '../customers/gone.ts';
import { CUSTOMER_GONE_WORDS } from '../customers/words.ts';
import { describeOlder, isBehind, isForNewer, OFFERED_AGAIN_MS } from '../door/leaveToNewest.ts';
import { readRole, requireKnown } from '../door/readMay.ts';
import { isGone, rolesFor } from '../door/taskRules.ts';
import type { Facts } from '../facts/facts.ts';
import type { Accepting } from '../jobs/accept.ts';
import { jobIdFor } from '../jobs/newJob.ts';
import { checkGiving } from '../licensing/seats.ts';
import type { OneAtATime } from '../ports/oneAtATime.ts';
import type { StoredError } from '../ports/records.ts';
import type { RequestRecord } from '../ports/requests.ts';
import type { WaveDraft } from '../waves/waveDraft.ts';
import { type FindNeeded, hashOf } from './asking.ts';
import { isApproved } from './coverage.ts';
import type { FindLost } from './findLost.ts';
import { withoutOldAllows } from './plans/crossed.ts';
import { type Planning, START_TASK } from './plans/planning.ts';
import { isPlanned, isReadyToStart, withoutWithdrawn } from './startableRequests.ts';
import { tellRequester } from './tellRequester.ts';
import { noteBegun, notePutOff } from './waiting/putOff.ts';
import { APPROVAL_REFUSALS } from './words.ts';

const { start: SAYS } = APPROVAL_REFUSALS;

/**
 * Makes the job of an approved request, once; what keeps it from that is stored and told. What passes by itself is no
 * problem of the request.
 */
export type CarryOut = (requestId: string) => Promise<void>;

/** Of Rollcall, Microsoft 365, or Slack, and gone in a while: told as a problem, it would be wrong by the time it is read. */
const PASSING: ReadonlySet<StoredError['code']> = new Set([
  'POLICY_BEHIND',
  'POLICY_OLDER',
  'STORE_BROKEN',
  'STORE_LOCKED',
  'DIRECTORY_DOWN',
  'THROTTLED',
  'ROLE_UNKNOWN',
]);

/** Whether what keeps a request from becoming a job passes by itself. */
export function isPassing(error: unknown): boolean {
  return error instanceof RollcallError && PASSING.has(error.code);
}

const UNEXPECTED: StoredError = { code: 'UNEXPECTED', ...SAYS.unexpected };

function refuse(code: StoredError['code'], said: { message: string; next: string }): RollcallError {
  return new RollcallError(code, said.message, said);
}

/** What carrying out is made with. */
interface CarryOutParts {
  planning: Planning;
  acceptApproved: Accepting['acceptApproved'];
  findNeeded: FindNeeded;
  findLost: FindLost;
  ensureAudited: (request: RequestRecord) => Promise<void>;
  oneAtATime: OneAtATime;
  changed: (requestId: string) => void;
}

/** Carries out as `CarryOut` says, and throws what passes: {@link isPassing}, and {@link isForNewer}. */
export function createCarryOut(
  context: ProvisioningOptions,
  facts: Pick<Facts, 'licensesFor'>,
  { planning, acceptApproved, findNeeded, findLost, ensureAudited, oneAtATime, changed }: CarryOutParts,
): CarryOut {
  const { policy, store, clock, log } = context;

  /** Whoever asked, as the policy has them today. */
  async function requesterOf({ requestedBy, customer, asked }: RequestRecord): Promise<Actor> {
    const { platform, userId } = requestedBy;
    const actorId = idNow(policy, requestedBy.actorId);
    if (isGone(policy, customer)) {
      throw refuse('CUSTOMER_GONE', CUSTOMER_GONE_WORDS(await nameOnce(store, policy, customer)));
    }
    const who = { id: actorId, name: requestedBy.name };
    const roles = requireKnown(await readRole(context, who, customer, rolesFor(asked)));
    const human = policy.people.find(({ id }) => id === actorId);
    if (human === undefined || roles === undefined) throw refuse('ROLE_MISSING', SAYS.roleLost);
    return { id: actorId, name: human.name, roles, customer, platform, userId };
  }

  function checkWhole(request: RequestRecord): void {
    if (hashOf(request) !== request.hash || !isApproved(policy, request)) {
      throw refuse('INPUT_INVALID', SAYS.notWhole);
    }
  }

  async function checkApprovers(request: RequestRecord): Promise<void> {
    if (isApproved(policy, request, await findLost(request))) return;
    throw refuse('ROLE_MISSING', SAYS.approverLost);
  }

  /** What needed nobody's approval when it was planned may need one by now. */
  async function checkUnapproved(request: RequestRecord, actor: Actor): Promise<void> {
    const { rule, asked, coveredBy, coveredIn } = request;
    if (rule !== '') return;
    const { people, ofAll = 0, task } = asked;
    const needed = await findNeeded({ actor, people, ofAll, ...(task === undefined ? {} : { task }) });
    if (needed === undefined) return;
    const covering = coveredIn === undefined ? undefined : await store.loadRequest(coveredIn);
    if (covering === undefined || needed.rule.name !== coveredBy) {
      throw refuse('NEEDS_APPROVAL', SAYS.needsApproval(needed.rule.name));
    }
    await checkApprovers(covering);
  }

  /** Seats may have gone between the approval and this start, which a crash can part. */
  async function checkSeatsNow(request: RequestRecord): Promise<void> {
    const licenses = await facts.licensesFor(request);
    if (licenses === undefined) return;
    const perPerson = request.asked.people.map((one) => one.licenses);
    const { name } = customerOf(policy, request.customer);
    const [problem] = checkGiving({ name, licenses }, perPerson);
    if (problem === undefined) return;
    throw refuse('NO_SEATS', { message: problem.message, next: SAYS.noSeats });
  }

  /** What is carried out of it now. Not of what has a job already: that may have taken the last seats, and been overtaken as any other. */
  async function checkNow(request: RequestRecord): Promise<RequestRecord> {
    if ((await store.loadJob(jobIdFor(request.id, request.version))) !== undefined) return request;
    await checkSeatsNow(request);
    return withoutOldAllows(context, request);
  }

  /** Answers whoever asked, once nothing is against it any more. */
  async function check(request: RequestRecord): Promise<Actor> {
    await ensureAudited(request);
    // Before it is looked at who may stand in for a manager: those who approved may have to be read anew.
    const lost = await findLost(request);
    checkWhole(request);
    const requester = await requesterOf(request);
    if (!isApproved(policy, request, lost)) throw refuse('ROLE_MISSING', SAYS.approverLost);
    await checkUnapproved(request, requester);
    return requester;
  }

  /** What it takes the place of and would still be carried out. */
  async function findReplaced({ asked: { replaces, people } }: RequestRecord): Promise<string | undefined> {
    const replaced = replaces === undefined ? undefined : await store.loadRequest(replaces);
    if (replaced === undefined || !isPlanned(replaced)) return undefined;
    const ids = new Set(people.map(({ objectId }) => objectId));
    const isStillThere = withoutWithdrawn(replaced).asked.people.some(({ objectId }) => ids.has(objectId));
    return isStillThere ? replaces : undefined;
  }

  /** One customer's part of a file for several begins while that runs: not once somebody pressed Stop or End. */
  async function isStopped({ wave }: RequestRecord): Promise<boolean> {
    const file = wave === undefined ? undefined : await store.loadDraft(wave.id);
    return file?.kind === 'wave' && (file.data as WaveDraft).state !== 'running';
  }

  /** One that may begin now; undefined when nothing is to be done with it. */
  async function loadReady(requestId: string): Promise<RequestRecord | undefined> {
    const request = await store.loadRequest(requestId);
    if (request === undefined || !isReadyToStart(request) || (await isStopped(request))) return undefined;
    return request;
  }

  /** Throws ROLE_UNKNOWN or POLICY_OLDER before a plan has begun: until then it can be canceled. */
  async function waitForRoles(request: RequestRecord): Promise<void> {
    const { coveredIn, asked } = request;
    const { startsAt } = asked;
    if (startsAt === undefined || startsAt > clock.now()) return;
    const { actorId: id, name } = request.requestedBy;
    requireKnown(await readRole(context, { id, name }, request.customer, rolesFor(asked)));
    if (isGone(policy, request.customer)) return;
    await findLost(request);
    const covering = coveredIn === undefined ? undefined : await store.loadRequest(coveredIn);
    if (covering !== undefined) await findLost(covering);
  }

  async function carryOut(requestId: string): Promise<void> {
    const before = await loadReady(requestId);
    if (before === undefined) return;
    await waitForRoles(before);
    const when = await planning.await(before);
    // Somebody may have been left out until the moment at which it began.
    const request = (await store.loadRequest(requestId)) ?? before;
    const replaced = await findReplaced(request);
    if (when === 'gone' || (when === 'later' && replaced === undefined)) return;
    try {
      const requester = await check(request);
      const isStill = async () => !(await isStopped(request)) && noteBegun(context, requestId);
      const job =
        when === 'now' ? await acceptApproved(await checkNow(request), requester, isStill) : undefined;
      if (when === 'now' && job === undefined) return;
      // Not before: whatever is against this one, the other stays.
      if (replaced !== undefined) await planning.replace(replaced, requester, request.asked.people);
      if (job !== undefined) {
        await store.updateRequest(requestId, ({ problem: _before, ...now }) => ({ ...now, jobId: job.id }));
      }
    } catch (error) {
      if (isPassing(error)) throw error;
      // What an older policy file refuses is no problem of the request either.
      if (await isForNewer(context, error)) throw describeOlder();
      const isOurs = error instanceof RollcallError;
      log.warn({ reqId: requestId, err: error }, 'request.not_started');
      const problem = isOurs ? { code: error.code, message: error.message, next: error.next } : UNEXPECTED;
      await store.updateRequest(
        requestId,
        (now) =>
          // Tried again at each start: the same news is no news.
          now.problem?.code === problem.code ? { ...now, problem } : tellRequester({ ...now, problem }),
        ({ requestedBy, customer, asked }) => [
          {
            at: clock.now(),
            actor: requestedBy.actorId,
            platform: 'system',
            what: 'request.started',
            outcome: 'failed',
            customer,
            subject: requestId,
            detail: { code: problem.code, ...auditTask(asked) },
          },
        ],
      );
    }
    changed(requestId);
  }

  /** What can't be kept is kept by the next try. */
  async function sayPutOff(requestId: string, { message }: RollcallError): Promise<void> {
    try {
      if (await notePutOff(context, requestId, message)) changed(requestId);
    } catch (error) {
      log.warn({ reqId: requestId, err: error }, 'request.wait_not_noted');
    }
  }

  return async (requestId) => {
    const request = await store.loadRequest(requestId);
    // At a start all that were ever approved come by: most wait for nobody.
    if (request === undefined || !isReadyToStart(request)) return;
    // No trouble of the request: whoever has the newer policy begins it.
    if (await isBehind(context)) {
      await context.engine.send('due', `${START_TASK}${requestId}`, {
        startAfter: clock.now() + OFFERED_AGAIN_MS,
      });
      return;
    }
    await oneAtATime(`start ${requestId}`, async () => {
      try {
        await carryOut(requestId);
      } catch (error) {
        if (error instanceof RollcallError && isPassing(error)) await sayPutOff(requestId, error);
        throw error;
      }
    });
  };
}

import { groupsJoined } from '../../domain/acts.ts';
import { RollcallError } from '../../domain/errors.ts';
import { listWords } from '../../domain/listWords.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { Actor, Role } from '../../domain/terms.ts';
import type { FindNeeded } from '../approvals/asking.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { Facts } from '../facts/facts.ts';
import type { AcceptRequest } from '../jobs/acceptRequest.ts';
import type { JobRecord } from '../ports/records.ts';
import { ROLE_GROUP_WORDS } from '../roleGroups/words.ts';
import { checkRequest } from './checkRequest.ts';
import { type May, readRole } from './readMay.ts';
import { refuseRole, rolesFor } from './taskRules.ts';
import { DOOR_WORDS } from './words.ts';

/** Where passwords may be mailed to, and which groups let people in here. */
type AskedFacts = Pick<Facts, 'recipientDomains' | 'rolesByJoining'>;

/** Whoever may put people into groups could make somebody an admin here, or an approver of their own requests. */
async function refuseRoleGroups(
  { groups: giving }: Pick<Policy, 'groups'>,
  facts: AskedFacts,
  { actor, people }: AcceptRequest,
): Promise<void> {
  if (giving.every(({ entra }) => entra === undefined)) return;
  const joined = people.flatMap(({ groups = [], acts }) => [...groups, ...groupsJoined(acts)]);
  const ids = [...new Set(joined.map(({ id }) => id))];
  const names = ids.length === 0 ? [] : await facts.rolesByJoining(actor.customer, ids);
  if (names.length === 0) return;
  const { message, ...others } = ROLE_GROUP_WORDS.joins(listWords(names, 'and'));
  throw new RollcallError('FORBIDDEN', message, others);
}

declare const passed: unique symbol;

/**
 * Something that went through the door: whoever asks has the role for it today, for its customer, and the rules of
 * approval have their yes. Only this file makes one, and nothing has an effect without: no job, no step of one, no undo,
 * no opened password.
 */
export type Passed<T> = T & { readonly [passed]: true };

function pass<T>(one: T): Passed<T> {
  return one as Passed<T>;
}

/** Nothing that needs approval becomes a job without, whichever way it came here. */
function describeUnapproved(rule: string): RollcallError {
  const said = DOOR_WORDS.unapproved(rule);
  return new RollcallError('NEEDS_APPROVAL', said.message, said);
}

/** Checks what is asked for before it is kept or carried out. Throws ROLE_MISSING, INPUT_INVALID, and what the directory throws. */
export async function checkAsked(policy: Policy, facts: AskedFacts, request: AcceptRequest): Promise<void> {
  const refusal = refuseRole(request.actor, rolesFor(request));
  if (refusal !== undefined) throw refusal;
  // Read only where somebody is to get a password, so that nothing else waits for the directory.
  const isMailed = [request.settings, ...request.people].some(({ recipients = [] }) => recipients.length > 0);
  await refuseRoleGroups(policy, facts, request);
  await checkRequest(policy, isMailed ? await facts.recipientDomains(request.actor.customer) : [], request);
}

/**
 * Lets in what needs nobody's approval, on its way to a job. Throws what {@link checkAsked} throws, NEEDS_APPROVAL, and
 * NO_APPROVER.
 */
export async function enter(
  policy: Policy,
  facts: AskedFacts,
  findNeeded: FindNeeded,
  request: AcceptRequest,
): Promise<Passed<AcceptRequest>> {
  await checkAsked(policy, facts, request);
  const needed = await findNeeded(request);
  if (needed !== undefined) throw describeUnapproved(needed.rule.name);
  return pass(request);
}

/** Lets in what was approved; who approved it is checked by then. Its actor has the roles of today. */
export async function enterApproved(
  policy: Policy,
  facts: AskedFacts,
  request: AcceptRequest,
): Promise<Passed<AcceptRequest>> {
  await checkAsked(policy, facts, request);
  return pass(request);
}

/** What says who may do something now. */
type Judging = Pick<ProvisioningOptions, 'policy' | 'roleGroups' | 'checkPolicy' | 'standsIn'>;

async function goOnWith(
  context: Judging,
  job: JobRecord,
  needed: readonly Role[],
): Promise<May<Passed<JobRecord>>> {
  const { actorId: id, name } = job.requestedBy;
  const read = await readRole(context, { id, name }, job.customer, needed);
  return read.may === 'yes' ? { may: 'yes', by: pass(job) } : read;
}

/**
 * Lets a job go on by itself, after a restart or later; not once whoever asked has lost the role for it, or its customer is
 * gone from the policy, and not yet while that can't be told.
 */
export function goOn(context: Judging, job: JobRecord): Promise<May<Passed<JobRecord>>> {
  return goOnWith(context, job, rolesFor(job));
}

/** The same for its undo, which is for admins whatever the job did. */
export function goOnUndoing(context: Judging, job: JobRecord): Promise<May<Passed<JobRecord>>> {
  return goOnWith(context, job, ['admin']);
}

/** Lets a job that is stopping come to its end: what exists is finished, and nothing new is begun. */
export function finish(job: JobRecord & { state: 'stopping' }): Passed<JobRecord> {
  return pass(job);
}

/** Lets whoever owns a job press one of its buttons; answers why not when they have lost the role for it. */
export function press(
  actor: Pick<Actor, 'roles'>,
  job: JobRecord,
  what: 'task' | 'undo',
): Passed<JobRecord> | RollcallError {
  return refuseRole(actor, what === 'undo' ? ['admin'] : rolesFor(job)) ?? pass(job);
}

import { customersOf } from '../domain/customers.ts';
import { findHuman, type Policy } from '../domain/policy/policy.ts';
import { idOfUnnamed } from '../domain/policy/roleGroups.ts';
import type { Actor, CustomerId } from '../domain/terms.ts';
import type { Provisioning } from '../service/provisioning.ts';
import type { Speaker } from './action.ts';
import type { FlowContext } from './context.ts';

/** The id that somebody has here, whether or not they may do anything. */
export function idOfSpeaker(
  policy: Pick<Policy, 'people'>,
  { platform, userId }: Pick<Speaker, 'platform' | 'userId'>,
): string {
  return findHuman(policy, platform, userId)?.id ?? idOfUnnamed(platform, userId);
}

/**
 * Whoever is behind a chat id and has a role, as an actor for this customer; undefined for everybody else, and for somebody
 * who may not act for it. Their groups are read first, unless that was done within minutes. Left out: for the first of their
 * customers, which is right only where there is one, or where none matters.
 */
export async function findActor(
  { policy, roleGroups }: Pick<FlowContext, 'policy' | 'roleGroups'>,
  speaker: Speaker,
  customer?: CustomerId,
): Promise<Actor | undefined> {
  const { platform, userId, name } = speaker;
  if (userId !== '') await roleGroups?.refresh(idOfSpeaker(policy, speaker), name);
  const human = findHuman(policy, platform, userId);
  // An entry without a role only says who somebody is.
  if (human === undefined || human.roles.length === 0) return undefined;
  const theirs = customersOf(policy, human);
  const found = customer === undefined ? theirs[0] : theirs.find(({ id }) => id === customer);
  if (found === undefined) return undefined;
  const { id, roles } = human;
  return { id, name: human.name, roles, customer: found.id, platform, userId };
}

/** The customers that somebody of the policy may act for; none for everybody else. */
export function listTheirs(policy: Policy, { platform, userId }: Speaker): CustomerId[] {
  const human = findHuman(policy, platform, userId);
  return human === undefined ? [] : customersOf(policy, human).map(({ id }) => id);
}

/**
 * Somebody whom the policy does not name and who was asked to approve something as a manager; undefined for everybody
 * else, and for somebody whom a request of another customer than the one that is given asks. Only in Teams, where who speaks is proven by the object id that the directory knows them by.
 */
export async function findGuest(
  service: Pick<Provisioning, 'approvals'>,
  { platform, userId }: Speaker,
  customer?: CustomerId,
): Promise<Actor | undefined> {
  const manager = platform === 'teams' ? await service.approvals.findManager(userId, customer) : undefined;
  return manager === undefined ? undefined : { ...manager, roles: [], platform, userId };
}

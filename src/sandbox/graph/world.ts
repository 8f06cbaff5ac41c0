import type { LoopbackUser } from './people/userMap.ts';
import type { GraphState } from './state.ts';
import type { GraphSwitches } from './switches.ts';

/** What a call is answered from. */
export interface World {
  state: GraphState;
  switches: GraphSwitches;
  now(): number;
}

/** How much of the replication of a new user is still to come: from 1 down to 0. */
function replicationLeft({ switches, now }: World, user: LoopbackUser): number {
  if (switches.replicationMs <= 0) return 0;
  return Math.max(0, 1 - (now() - user.createdAt) / switches.replicationMs);
}

/** Whether reads see this user already. */
export function isVisible(world: World, user: LoopbackUser): boolean {
  return replicationLeft(world, user) === 0;
}

/** A live user that reads see, by id or name. */
export function findVisible(world: World, key: string): LoopbackUser | undefined {
  const user = world.state.users.get(key.toLowerCase()) ?? world.state.findUser(key);
  return user !== undefined && isVisible(world, user) ? user : undefined;
}

/**
 * A live user whose licenses can be changed. A new user passes through both states that have been seen: at first
 * it is not found, then it is there without its usage location.
 */
export function findForLicenses(
  world: World,
  key: string,
): { user: LoopbackUser; hasLocation: boolean } | undefined {
  const user = world.state.users.get(key.toLowerCase()) ?? world.state.findUser(key);
  if (user === undefined) return undefined;
  const left = replicationLeft(world, user);
  if (left > 0.5) return undefined;
  return { user, hasLocation: left === 0 && Boolean(user.usageLocation) };
}

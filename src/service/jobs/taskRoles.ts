import { RollcallError } from '../../domain/errors.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Actor, Role } from '../../domain/terms.ts';
import type { JobRecord, Task } from '../ports/records.ts';

/** What decides who may do it. */
export interface TaskKind {
  kind: 'one' | 'bulk';
  /** Left out: `create`. */
  task?: Task | undefined;
}

const ONE_BY_ONE: readonly Role[] = ['helpdesk', 'admin'];
const ADMIN: readonly Role[] = ['admin'];

const ROLES: Readonly<Record<Task, (kind: TaskKind['kind']) => readonly Role[]>> = {
  create: (kind) => (kind === 'one' ? ONE_BY_ONE : ADMIN),
  assign: () => ADMIN,
  reset: () => ONE_BY_ONE,
  restore: () => ADMIN,
};

/** One of these roles is needed for a task. */
export function rolesFor({ kind, task = 'create' }: TaskKind): readonly Role[] {
  return ROLES[task](kind);
}

/** The roles somebody has by the policy of today, for this customer: none for whoever is in it no more. */
export function rolesNow(
  { people }: Pick<Policy, 'people'>,
  actorId: string,
  customer: string,
): readonly Role[] {
  const human = people.find(({ id }) => id === actorId);
  return human?.customers?.includes(customer) === false ? [] : (human?.roles ?? []);
}

/** Whether whoever asked for this job may not do so any more. */
export function hasLostRole(policy: Pick<Policy, 'people'>, job: JobRecord): boolean {
  const roles = rolesNow(policy, job.requestedBy.actorId, job.customer);
  return !rolesFor(job).some((role) => roles.includes(role));
}

/** Why this actor may not do that; undefined when they may. */
export function refuseRole(
  { roles }: Pick<Actor, 'roles'>,
  needed: readonly Role[],
): RollcallError | undefined {
  if (needed.some((role) => roles.includes(role))) return undefined;
  return new RollcallError(
    'ROLE_MISSING',
    `This needs the role ${needed.join(' or ')}, which you do not have.`,
    {
      done: 'Nothing was done.',
      next: 'Leave it to somebody who has it, or ask whoever runs Rollcall to give you the role in policy.json.',
    },
  );
}

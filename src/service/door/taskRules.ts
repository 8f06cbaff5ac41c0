import { RollcallError } from '../../domain/errors.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { idNow } from '../../domain/policy/roleGroups.ts';
import type { Actor, Role, Task } from '../../domain/terms.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import { DOOR_WORDS } from './words.ts';

/** What decides who may do it. */
export interface TaskKind {
  kind: 'one' | 'bulk';
  /** Left out: `create`. */
  task?: Task | undefined;
}

/** What the door asks of a task. The table below has an entry for each, or it does not compile. */
interface TaskRules {
  /** One of these roles is needed: of whoever asks, presses its buttons, and of whoever's job goes on. */
  roles(kind: TaskKind['kind']): readonly Role[];
  /** The drafts that it comes from. */
  draft(kind: TaskKind['kind']): DraftRecord['kind'];
  /** Whom it is about: people who exist are named by object id. */
  about: 'new' | 'existing';
  /** It is made of acts, and no other task is. */
  hasActs?: true;
}

const ONE_BY_ONE: readonly Role[] = ['helpdesk', 'admin'];
const ADMIN: readonly Role[] = ['admin'];

function draftOfLeave(kind: TaskKind['kind']): DraftRecord['kind'] {
  return kind === 'one' ? 'leave' : 'leavers';
}

const RULES: Readonly<Record<Task, TaskRules>> = {
  create: {
    roles: (kind) => (kind === 'one' ? ONE_BY_ONE : ADMIN),
    draft: (kind) => (kind === 'one' ? 'person' : 'roster'),
    about: 'new',
  },
  assign: { roles: () => ADMIN, draft: () => 'assign', about: 'existing' },
  reset: {
    roles: (kind) => (kind === 'one' ? ONE_BY_ONE : ADMIN),
    draft: (kind) => (kind === 'one' ? 'reset' : 'resets'),
    about: 'existing',
  },
  restore: { roles: () => ADMIN, draft: () => 'restore', about: 'existing', hasActs: true },
  change: {
    roles: (kind) => (kind === 'one' ? ONE_BY_ONE : ADMIN),
    draft: (kind) => (kind === 'one' ? 'change' : 'changes'),
    about: 'existing',
    hasActs: true,
  },
  putBack: {
    roles: () => ADMIN,
    draft: (kind) => (kind === 'one' ? 'putBack' : 'changes'),
    about: 'existing',
    hasActs: true,
  },
  leave: { roles: () => ADMIN, draft: draftOfLeave, about: 'existing', hasActs: true },
  delete: { roles: () => ADMIN, draft: () => 'delete', about: 'existing', hasActs: true },
};

export function rulesOf(task: Task = 'create'): TaskRules {
  return RULES[task];
}

/** One of these roles is needed for a task. */
export function rolesFor({ kind, task }: TaskKind): readonly Role[] {
  return rulesOf(task).roles(kind);
}

/** Whom the policy of today has for an id that something was kept with. */
function findEntry(
  { people }: Pick<Policy, 'people'>,
  actorId: string,
): Policy['people'][number] | undefined {
  const now = idNow({ people }, actorId);
  return people.find(({ id }) => id === now);
}

/** Whether the policy of today has no such customer any more: nothing is done for it, whoever asked. */
export function isGone({ customers }: Pick<Policy, 'customers'>, customer: string): boolean {
  return customers.every(({ id }) => id !== customer);
}

/**
 * The roles somebody has by the policy of today, for this customer: none for whoever is in it no more, and nobody has any for
 * one that is in it no more.
 */
export function rolesNow(
  { people, customers }: Pick<Policy, 'people' | 'customers'>,
  actorId: string,
  customer: string,
): readonly Role[] {
  if (isGone({ customers }, customer)) return [];
  const human = findEntry({ people }, actorId);
  return human?.customers?.includes(customer) === false ? [] : (human?.roles ?? []);
}

/** True for somebody whom the policy of today limits to other customers. What is said of one that is gone stays theirs. */
export function isLimitedToOthers(
  { people, customers }: Pick<Policy, 'people' | 'customers'>,
  actorId: string,
  customer: string,
): boolean {
  if (isGone({ customers }, customer)) return false;
  return findEntry({ people }, actorId)?.customers?.includes(customer) === false;
}

/** Why this actor may not do that; undefined when they may. */
export function refuseRole(
  { roles }: Pick<Actor, 'roles'>,
  needed: readonly Role[],
): RollcallError | undefined {
  if (needed.some((role) => roles.includes(role))) return undefined;
  const said = DOOR_WORDS.role(needed);
  return new RollcallError('ROLE_MISSING', said.message, { ...said, needs: needed });
}

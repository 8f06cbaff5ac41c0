import { type Act, type PersonState, SENSITIVE_FIELDS } from '../../domain/acts.ts';
import { couldBecomeGlobalAdmin, isGlobalAdmin } from '../../domain/adminRoles.ts';
import { RollcallError } from '../../domain/errors.ts';
import { foldName } from '../../domain/names/foldName.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { findAccount, idNow } from '../../domain/policy/roleGroups.ts';
import type { Actor } from '../../domain/terms.ts';
import { createApproverResetCheck } from '../approvals/control/approverResetCheck.ts';
import type { ProvisioningOptions } from '../context.ts';
import { CHANGE_SYNCED, RESTORE_SYNCED } from '../people/syncedPeople.ts';
import type { RequestRecord } from '../ports/requests.ts';
import { readAdminRoles } from './readAdminRoles.ts';
import { refuseColleague } from './refuseReset.ts';
import { DOOR_WORDS } from './words.ts';

const { change: SAYS } = DOOR_WORDS;

type Changer = Pick<Actor, 'id' | 'customer' | 'roles'>;

/** Why this actor may not do that to this person; undefined when they may. Throws what the directory throws. */
export type RefuseChange = (
  actor: Changer,
  person: PersonState,
  acts: readonly Act[],
) => Promise<RollcallError | undefined>;

/** What the cloud keeps of somebody who comes from Active Directory. */
const OF_THE_CLOUD: ReadonlySet<Act['kind']> = new Set(['signOut', 'licenses', 'joinGroups', 'leaveGroups']);

/** What `assign` changes without asking who it is, or a group that the person can be put into. */
const GIVEN: ReadonlySet<Act['kind']> = new Set(['licenses', 'joinGroups', 'leaveGroups']);

function isSensitive(act: Act): boolean {
  if (act.kind === 'fields') return SENSITIVE_FIELDS.some((name) => act.set[name] !== undefined);
  // Of the deleted nobody can tell their roles: what follows is asked about once they are there.
  return !GIVEN.has(act.kind) && act.kind !== 'manager' && act.kind !== 'restore';
}

function refuse(said: typeof SAYS.oneself): RollcallError {
  return new RollcallError('FORBIDDEN', said.message, said);
}

const ONESELF = refuse(SAYS.oneself);
const ADMIN = refuse(SAYS.admin);
const ABOVE = refuse(SAYS.above);
const DECIDES = refuse(SAYS.decides);
/** Whether they are the last one is not asked: nobody is let near. */
const GLOBAL = refuse(SAYS.lastGlobal);
const AS_GLOBAL = refuse(SAYS.global);
const GUEST = refuse(SAYS.guest);

/**
 * Whether an account is the actor's own: by its id where the policy has theirs, else by its name. The other entries of
 * their name are taken for theirs as well, as in control.ts.
 */
export function isOneself(
  { people }: Pick<Policy, 'people'>,
  actor: Pick<Actor, 'id'>,
  { id, displayName }: Pick<PersonState, 'id' | 'displayName'>,
): boolean {
  const ownId = idNow({ people }, actor.id);
  const own = people.find((human) => human.id === ownId);
  if (own === undefined) return findAccount({ people }, actor.id) === id.toLowerCase();
  const name = foldName(own.name);
  if (own.teams === undefined && name === foldName(displayName)) return true;
  return people.some(
    (human) => foldName(human.name) === name && human.teams?.toLowerCase() === id.toLowerCase(),
  );
}

/** Whether one of the people of a request is whoever acts. */
export function isAboutOneself(
  policy: Pick<Policy, 'people'>,
  actor: Pick<Actor, 'id'>,
  { people }: Pick<RequestRecord['asked'], 'people'>,
): boolean {
  return people.some(({ objectId = '', person: { displayName } }) =>
    isOneself(policy, actor, { id: objectId, displayName }),
  );
}

/** Where managers decide, whoever could say who is whose manager could say who decides. */
function refuseManager(policy: Policy): RollcallError | undefined {
  const rule = policy.approvals.find(({ by }) => by.manager !== undefined);
  if (rule === undefined) return undefined;
  return refuse(SAYS.managersDecide(rule.name));
}

/**
 * The one check of a change of somebody who exists, asked when its form opens, when it is sent, and right before it is
 * carried out: each reason may have come true since.
 */
export function createRefuseChange(
  context: Pick<ProvisioningOptions, 'policy' | 'roleGroups' | 'directoryFor' | 'store'>,
): RefuseChange {
  const { policy, directoryFor } = context;
  const decides = createApproverResetCheck(context);

  return async (actor, person, acts) => {
    if (isOneself(policy, actor, person)) return ONESELF;
    if (person.synced && acts.some(({ kind }) => kind === 'restore')) return RESTORE_SYNCED;
    if (person.synced && acts.some(({ kind }) => !OF_THE_CLOUD.has(kind))) return CHANGE_SYNCED;
    const isOfGuest = ({ kind }: Act): boolean => kind === 'rename' || kind === 'signOut';
    if (person.guest && acts.some(isOfGuest)) return GUEST;
    if (acts.every(({ kind }) => GIVEN.has(kind)) && acts.length > 0) return undefined;
    await context.roleGroups?.refreshAccount(person.id, actor.customer);
    if (refuseColleague(policy, actor, person) !== undefined) return ABOVE;
    if ((await decides(actor, person.id)) !== undefined) return DECIDES;
    if (acts.some(({ kind }) => kind === 'manager')) {
      const refusal = refuseManager(policy);
      if (refusal !== undefined) return refusal;
    }
    const isBlocked = acts.some(({ kind }) => kind === 'block' || kind === 'delete');
    if ((policy.resetGlobalAdmins && !isBlocked) || !acts.some(isSensitive)) return undefined;
    // When it cannot be told, it throws, and nothing is done.
    const directory = directoryFor(actor.customer);
    const roles = isBlocked
      ? await directory.listAdminRoles(person.id)
      : await readAdminRoles(policy, directory, person.id);
    if (!policy.resetAdmins) return roles.length > 0 ? ADMIN : undefined;
    if (isBlocked && isGlobalAdmin(roles)) return GLOBAL;
    return !policy.resetGlobalAdmins && couldBecomeGlobalAdmin(roles) ? AS_GLOBAL : undefined;
  };
}

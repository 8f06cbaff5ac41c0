import type { Call } from './call.ts';
import { type Answer, noSegment, wrongMethod } from './errors.ts';
import { answerGroups } from './groups/groups.ts';
import { checkMemberGroups } from './groups/memberships.ts';
import { answerGroupEligibilities, answerRoles } from './groups/roles.ts';
import { answerUnits } from './groups/units.ts';
import { describeSkus } from './licenses.ts';
import { listAll, listUsers } from './lists.ts';
import { checkCall } from './metadata/checkCall.ts';
import { answerDeleted } from './people/deletedItems.ts';
import { answerMailbox } from './people/mailboxes.ts';
import { setManager } from './people/managers.ts';
import { makePass } from './people/passes.ts';
import { answerMethods } from './people/signInMethods.ts';
import { answerUser, createUser } from './people/users.ts';
import type { World } from './world.ts';

const PASS_POLICY =
  '/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/TemporaryAccessPass';

function describeOrganization({ state, switches }: World): Record<string, unknown> {
  return {
    id: state.tenantId,
    displayName: state.name,
    defaultUsageLocation: 'US',
    // Null where it never was on.
    onPremisesSyncEnabled: switches.directorySync ? true : null,
    verifiedDomains: state.domains
      .filter(({ isVerified }) => isVerified)
      .map(({ id, isDefault, isInitial, authenticationType }) => ({
        name: id,
        isDefault,
        isInitial,
        type: authenticationType,
      })),
  };
}

function answerUsers(call: Call, rest: readonly string[], world: World): Answer {
  const [key, action, more] = rest;
  if (action === 'authentication' && more === 'temporaryAccessPassMethods' && key !== undefined) {
    return makePass(call, key, world);
  }
  if (action === 'authentication' && key !== undefined) return answerMethods(call, key, rest.slice(2), world);
  if (action === 'mailboxSettings' && key !== undefined && more === undefined) {
    return answerMailbox(call, key, world);
  }
  if (key !== undefined && action === 'manager' && more === '$ref') return setManager(call, key, world);
  if (more !== undefined) return noSegment(more);
  if (key !== undefined && action === 'checkMemberGroups') {
    return call.method === 'POST' ? checkMemberGroups(call, key, 'users', world) : wrongMethod();
  }
  if (key !== undefined && key !== '') return answerUser(call, key, action, world);
  if (call.method === 'POST') return createUser(call.body, world);
  return call.method === 'GET' ? listUsers(call, world, world.state.users) : wrongMethod();
}

/** The answer of the directory to one call that was let through. */
export function answer(call: Call, world: World): Answer {
  const undescribed = checkCall(call);
  if (undescribed !== undefined) return undescribed;
  const [first = '', ...rest] = call.segments;
  // Key syntax: a quote in the name is doubled.
  const keyed = /^users\((?:userPrincipalName=)?'((?:[^']|'')+)'\)$/.exec(first);
  if (keyed !== null) return answerUsers(call, [(keyed[1] ?? '').replaceAll("''", "'"), ...rest], world);
  if (first === 'users') return answerUsers(call, rest, world);
  if (first === 'groups') return answerGroups(call, rest, world);
  if (first === 'roleManagement') return answerRoles(call, rest, world);
  if (first === 'identityGovernance') return answerGroupEligibilities(call, rest, world);
  if (first === 'directory' && rest[0] === 'deletedItems') return answerDeleted(call, rest.slice(1), world);
  if (first === 'directory' && rest[0] === 'administrativeUnits')
    return answerUnits(call, rest.slice(1), world);
  if (call.path === PASS_POLICY && call.method === 'GET') {
    const state = world.switches.passesOff ? 'disabled' : 'enabled';
    return { status: 200, body: { id: 'TemporaryAccessPass', state } };
  }
  const lists: Record<string, () => Answer> = {
    subscribedSkus: () => listAll(call, 'subscribedSkus', 'subscribedSku', describeSkus(world.state)),
    domains: () => listAll(call, 'domains', 'domain', world.state.domains),
    organization: () => listAll(call, 'organization', 'organization', [describeOrganization(world)]),
  };
  const list = Object.hasOwn(lists, first) ? lists[first] : undefined;
  if (list === undefined) return noSegment(first);
  if (rest[0] !== undefined) return noSegment(rest[0]);
  return call.method === 'GET' ? list() : wrongMethod();
}

import { randomUUID } from 'node:crypto';
import type { Call } from '../call.ts';
import {
  type Answer,
  keptOnPremises,
  noSegment,
  notFound,
  principalIsFull,
  unreadableBody,
  wrongMethod,
} from '../errors.ts';
import { assignLicense } from '../licenses.ts';
import { CONTEXT } from '../lists.ts';
import { findForLicenses, findVisible, type World } from '../world.ts';
import { present, readUserSelect } from './present.ts';
import { answerRelation, RELATIONS } from './relations.ts';
import type { LoopbackUser } from './userMap.ts';
import { checkConflict, checkUser } from './userRules.ts';

type Body = Record<string, unknown>;

/** `POST /users`. */
export function createUser(body: Body | undefined, world: World): Answer {
  if (body === undefined) return unreadableBody();
  const { state, switches, now } = world;
  const refused =
    checkUser(body, state, { creates: true, banned: switches.bannedPassword }) ?? checkConflict(body, state);
  if (refused !== undefined) return refused;
  if (switches.principalQuota <= 0) return principalIsFull();
  switches.principalQuota -= 1;
  const user = {
    id: randomUUID(),
    userType: 'Member',
    assignedLicenses: [],
    onPremisesExtensionAttributes: {},
    createdDateTime: new Date(now()).toISOString(),
    createdAt: now(),
  } as unknown as LoopbackUser;
  apply(user, body, now());
  state.users.set(user.id, user);
  return {
    status: 201,
    headers: {
      Location: `https://graph.microsoft.com/v2/${state.tenantId}/directoryObjects/${user.id}/Microsoft.DirectoryServices.User`,
    },
    body: { '@odata.context': `${CONTEXT}users/$entity`, ...present(user) },
  };
}

/**
 * Microsoft: "user resource type": lastPasswordChangeDateTime is when somebody changed their password, or when it was
 * created, whichever came last.
 */
function apply(user: LoopbackUser, body: Body, now: number): void {
  const { passwordProfile, onPremisesExtensionAttributes, ...rest } = body;
  Object.assign(user, rest);
  Object.assign(user.onPremisesExtensionAttributes, onPremisesExtensionAttributes);
  const password = (passwordProfile as { password?: string } | undefined)?.password;
  if (password) {
    user.password = password;
    user.lastPasswordChangeDateTime = new Date(now).toISOString();
  }
  // Microsoft: "user resource type": changes of mail update proxyAddresses.
  if (typeof body.mail === 'string') user.proxyAddresses = [`SMTP:${body.mail}`];
}

/**
 * What the cloud owns of a synced person. Microsoft: "Microsoft Entra Connect Sync: Attributes synchronized": all else
 * that can be changed here comes from Active Directory; a password is refused (graph-docs#7301), or taken and not
 * written back (msgraph-sdk-powershell#1761).
 */
const OWNED_BY_CLOUD: ReadonlySet<string> = new Set(['usageLocation', 'otherMails', 'passwordPolicies']);

function changeUser(user: LoopbackUser, body: Body | undefined, { state, switches, now }: World): Answer {
  if (body === undefined) return unreadableBody();
  const refused =
    checkUser(body, state, { creates: false, banned: switches.bannedPassword }) ??
    checkConflict(body, state, user.id);
  if (refused !== undefined) return refused;
  const isSynced = user.onPremisesSyncEnabled === true;
  if (isSynced && Object.keys(body).some((name) => !OWNED_BY_CLOUD.has(name))) return keptOnPremises();
  apply(user, body, now());
  state.users.set(user.id, user);
  return { status: 204 };
}

/** The user is kept for a restore; its seats are free and its name is, as the deleted one has its id in front. */
function deleteUser(user: LoopbackUser, { state, now }: World): Answer {
  state.users.delete(user.id);
  state.deleted.set(user.id, {
    ...user,
    userPrincipalName: `${user.id.replaceAll('-', '')}${user.userPrincipalName}`,
    deletedDateTime: new Date(now()).toISOString(),
  });
  return { status: 204 };
}

/**
 * `POST /users/{id}/revokeSignInSessions`. Microsoft: "user: revokeSignInSessions": it sets signInSessionsValidFromDateTime
 * to now, and is not for guests, who sign in with their home organization.
 */
function revokeSessions(user: LoopbackUser, { now }: World): Answer {
  user.signInSessionsValidFromDateTime = new Date(now()).toISOString();
  return { status: 200, body: { '@odata.context': `${CONTEXT}Edm.Boolean`, value: true } };
}

function changeLicenses(key: string, body: Body | undefined, world: World): Answer {
  const found = findForLicenses(world, key);
  if (found === undefined) return notFound(key);
  if (body === undefined) return unreadableBody();
  const { user, hasLocation } = found;
  const refused = assignLicense(user, hasLocation, body, world.state);
  return refused ?? { status: 200, body: { '@odata.context': `${CONTEXT}users/$entity`, ...present(user) } };
}

/** Calls on one user, by id or name: GET, PATCH, DELETE, and POST of an action. */
export function answerUser(call: Call, key: string, action: string | undefined, world: World): Answer {
  const { method, body } = call;
  if (action !== undefined && RELATIONS.has(action)) {
    return method === 'GET' ? answerRelation(call, key, action, world) : wrongMethod();
  }
  if (action !== undefined && action !== 'assignLicense' && action !== 'revokeSignInSessions')
    return noSegment(action);
  if (action !== undefined && method !== 'POST') return wrongMethod();
  if (action === 'assignLicense') return changeLicenses(key, body, world);
  const user = findVisible(world, key);
  if (user === undefined) return notFound(key);
  if (action !== undefined) return revokeSessions(user, world);
  if (method === 'PATCH') return changeUser(user, body, world);
  if (method === 'DELETE') return deleteUser(user, world);
  if (method !== 'GET') return wrongMethod();
  const names = readUserSelect(call.query, world.switches);
  if ('status' in names) return names;
  return { status: 200, body: { '@odata.context': `${CONTEXT}users/$entity`, ...present(user, names) } };
}

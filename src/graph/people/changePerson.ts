import type { PersonField } from '../../domain/acts.ts';
import type { Person } from '../../domain/terms.ts';
import type { PersonChange, StepOutcome, WriteOptions } from '../../service/ports/directory.ts';
import { findMeaning } from '../client/errors.ts';
import type { SendWrites, WriteResult } from '../client/pacedWrites.ts';
import { toStepOutcome } from '../client/stepOutcome.ts';
import { nothingToSay, saysTrue } from '../client/written.ts';

const CHANGE_WORDS = {
  operation: 'change',
  nothing: 'None of this was changed.',
  perhaps: 'This may or may not have been changed.',
} as const;
const MANAGER_WORDS = {
  operation: 'manager',
  nothing: "The manager wasn't removed.",
  perhaps: 'The manager may or may not have been removed.',
} as const;
const SESSION_WORDS = {
  operation: 'change',
  nothing: "They weren't signed out.",
  perhaps: 'They may or may not have been signed out.',
} as const;

/**
 * Graph holds a collection for these, and a Person one value. Microsoft: "user resource type": of businessPhones only one
 * can be set.
 */
const COLLECTIONS: readonly (keyof Person)[] = ['businessPhones', 'otherMails'];

/** Microsoft: "Update user": null clears a property, an empty collection the ones that are collections. */
function toValue(name: PersonField, value: string): unknown {
  if (COLLECTIONS.includes(name)) return value === '' ? [] : [value];
  return value === '' ? null : value;
}

function toPatch({ fields = {}, otherMails, accountEnabled, userPrincipalName }: PersonChange): object {
  return {
    ...Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, toValue(name as PersonField, value)]),
    ),
    ...(otherMails === undefined ? {} : { otherMails }),
    ...(accountEnabled === undefined ? {} : { accountEnabled }),
    ...(userPrincipalName === undefined ? {} : { userPrincipalName }),
  };
}

const pathOf = (objectId: string): string => `/users/${encodeURIComponent(objectId)}`;
const LOST: WriteResult = { kind: 'lost', cause: new Error('no result') };

/**
 * PATCH /users/{id}. Microsoft: "Update user": fields, accountEnabled, userPrincipalName. A new one leaves mailNickname,
 * which mail addresses are made of, as it is.
 */
export async function changePerson(
  sendWrites: SendWrites,
  objectId: string,
  change: PersonChange,
  options: WriteOptions,
): Promise<StepOutcome> {
  const write = {
    method: 'PATCH' as const,
    path: pathOf(objectId),
    written: nothingToSay,
    toBody: () => toPatch(change),
  };
  const [result = LOST] = await sendWrites('changePerson', [write], options);
  return toStepOutcome(result, CHANGE_WORDS);
}

/** DELETE /users/{id}/manager/$ref, which answers 404 where there is none. */
export async function clearManager(
  sendWrites: SendWrites,
  objectId: string,
  options: WriteOptions,
): Promise<StepOutcome> {
  const write = {
    method: 'DELETE' as const,
    path: `${pathOf(objectId)}/manager/$ref`,
    written: nothingToSay,
  };
  const [result = LOST] = await sendWrites('clearManager', [write], options);
  const isNone = result.kind === 'failure' && findMeaning(result.failure, 'manager').code === 'NOT_FOUND';
  return isNone ? { status: 'done' } : toStepOutcome(result, MANAGER_WORDS);
}

/** POST /users/{id}/revokeSignInSessions. Microsoft: "user: revokeSignInSessions": it takes effect within minutes. */
export async function revokeSessions(
  sendWrites: SendWrites,
  objectId: string,
  options: WriteOptions,
): Promise<StepOutcome> {
  const write = {
    path: `${pathOf(objectId)}/revokeSignInSessions`,
    written: saysTrue,
    toBody: () => undefined,
  };
  const [result = LOST] = await sendWrites('revokeSessions', [write], options);
  return toStepOutcome(result, SESSION_WORDS);
}

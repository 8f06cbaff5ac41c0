import type { User as GraphUser } from '@microsoft/microsoft-graph-types';
import type { Secret } from '../../secrets/secret.ts';
import type { PasswordRefused, StepOutcome, WriteOptions } from '../../service/ports/directory.ts';
import { findMeaning, toError } from '../client/errors.ts';
import type { SendWrites, WriteResult } from '../client/pacedWrites.ts';
import { toStepOutcome } from '../client/stepOutcome.ts';
import { nothingToSay } from '../client/written.ts';

const LOCATION_WORDS = {
  operation: 'change',
  nothing: "The location wasn't set.",
  perhaps: 'The location may or may not have been set.',
} as const;
const PASSWORD_WORDS = {
  operation: 'change',
  nothing: "The password wasn't changed.",
  perhaps: 'The password may or may not have been changed.',
} as const;

async function patch(
  sendWrites: SendWrites,
  op: string,
  objectId: string,
  toBody: () => unknown,
  options: WriteOptions,
): Promise<WriteResult> {
  const path = `/users/${encodeURIComponent(objectId)}`;
  const [result] = await sendWrites(op, [{ method: 'PATCH', path, written: nothingToSay, toBody }], options);
  return result ?? { kind: 'lost', cause: new Error('no result') };
}

/** PATCH /users/{id}, usageLocation. */
export async function setUsageLocation(
  sendWrites: SendWrites,
  objectId: string,
  usageLocation: string,
  options: WriteOptions,
): Promise<StepOutcome> {
  const toBody = () => ({ usageLocation }) satisfies GraphUser;
  const result = await patch(sendWrites, 'setUsageLocation', objectId, toBody, options);
  return toStepOutcome(result, LOCATION_WORDS);
}

/**
 * PATCH /users/{id}, passwordProfile. Microsoft: "Update user": an app needs User-PasswordProfile.ReadWrite.All and the
 * role User Administrator for it.
 */
export async function setPassword(
  sendWrites: SendWrites,
  objectId: string,
  password: Secret<string>,
  options: WriteOptions,
): Promise<StepOutcome | PasswordRefused> {
  const toBody = () =>
    ({
      passwordProfile: { password: password.reveal(), forceChangePasswordNextSignIn: true },
    }) satisfies GraphUser;
  const result = await patch(sendWrites, 'setPassword', objectId, toBody, options);
  if (result.kind === 'failure' && findMeaning(result.failure).nature === 'password') {
    return { status: 'passwordRefused', error: toError(result.failure, PASSWORD_WORDS.nothing) };
  }
  return toStepOutcome(result, PASSWORD_WORDS);
}

import { setTimeout as delay } from 'node:timers/promises';
import { makePeople } from '../composition/tenant.ts';
import type { Findings } from './checkTenant.ts';

/** What a scene of the disk drill found. */
export interface DiskFound extends Pick<Findings, 'lost' | 'duplicated' | 'passwordsLost'> {
  said: string[];
  /** Faults that really met something. */
  met: number;
}

/** Tries of the store at a disk that refuses come soon. */
export const SPEED = 20;
export const RECIPIENTS = ['it@contoso.com'];
/** A results document is written while batches are under way. Milliseconds of scaled time. */
export const FLUSH_MS = 200;

/** A busy machine. */
const PATIENCE_MS = 60_000;

/** Throws when that takes too long. */
export async function waitUntil(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error('The job does not go on.');
    await delay(5);
  }
}

/** The user names of a job's people. */
export function namesOf(rows: number): string[] {
  return makePeople(rows).map(({ userPrincipalName }) => userPrincipalName);
}

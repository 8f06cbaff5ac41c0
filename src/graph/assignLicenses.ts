import type { LicenseIntent, StepOutcome } from '../service/ports.ts';
import { findMeaning, lostError, toError } from './errors.ts';
import type { SendWrites, WriteResult } from './pacedWrites.ts';
import type { Priority } from './writePacer.ts';

const NOTHING = 'The account exists, but no license was assigned.';
const PERHAPS = 'The account exists; whether its licenses were assigned is not known.';
/** Our own number: Graph or the network was down. Assigning twice is harmless, so nothing is lost by asking again. */
const DOWN_WAIT_MS = 5_000;

function toOutcome(result: WriteResult): StepOutcome {
  if (result.kind === 'success') return { status: 'done' };
  if (result.kind === 'lost') {
    return { status: 'later', afterMs: DOWN_WAIT_MS, error: lostError(result.cause, PERHAPS) };
  }
  if (result.kind === 'unsent') {
    const { error } = result;
    if (error.code !== 'DIRECTORY_DOWN') return { status: 'refused', error };
    return { status: 'later', afterMs: DOWN_WAIT_MS, error };
  }
  const { failure, waitMs } = result;
  switch (findMeaning(failure).nature) {
    case 'unknown':
      return { status: 'later', afterMs: DOWN_WAIT_MS, error: toError(failure, PERHAPS) };
    case 'again':
    case 'settling':
      return { status: 'later', afterMs: waitMs, error: toError(failure, NOTHING) };
    case 'conflict':
    case 'password':
    case 'refused':
      return { status: 'refused', error: toError(failure, NOTHING) };
  }
}

/**
 * POST /users/{id}/assignLicense, with all licenses of a person in one call: services that need each other are
 * checked together, and parallel changes of one person clash. It adds to what the person has, so it can be repeated.
 */
export async function assignLicenses(
  sendWrites: SendWrites,
  intents: readonly LicenseIntent[],
  priority: Priority,
): Promise<StepOutcome[]> {
  const needed = intents.filter(({ licenses }) => licenses.length > 0);
  const writes = needed.map(({ objectId, licenses }) => ({
    path: `/users/${encodeURIComponent(objectId)}/assignLicense`,
    toBody: () => ({
      addLicenses: [...new Set(licenses)].map((skuId) => ({ skuId, disabledPlans: [] })),
      removeLicenses: [],
    }),
  }));
  const results = await sendWrites('assignLicenses', writes, priority);
  return intents.map((intent) => {
    const index = needed.indexOf(intent);
    if (index < 0) return { status: 'done' };
    return toOutcome(results[index] ?? { kind: 'lost', cause: new Error('no result') });
  });
}

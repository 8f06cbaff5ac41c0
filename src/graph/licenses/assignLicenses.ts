import type { AssignedLicense } from '@microsoft/microsoft-graph-types';
import type { LicenseIntent, StepOutcome, WriteOptions } from '../../service/ports/directory.ts';
import type { SendWrites } from '../client/pacedWrites.ts';
import { toStepOutcome } from '../client/stepOutcome.ts';
import { saysUser } from '../client/written.ts';

const WORDS = {
  operation: 'fresh',
  nothing: 'The account exists, but no license was assigned.',
  perhaps: 'The account exists. Its licenses may or may not have been assigned.',
} as const;

/**
 * POST /users/{id}/assignLicense, with all licenses of a person in one call: services that need each other are
 * checked together, and parallel changes of one person clash. It adds to what the person has, so it can be repeated.
 */
export async function assignLicenses(
  sendWrites: SendWrites,
  intents: readonly LicenseIntent[],
  options: WriteOptions,
): Promise<StepOutcome[]> {
  const needed = intents.filter(({ licenses }) => licenses.length > 0);
  const writes = needed.map(({ objectId, licenses }) => ({
    path: `/users/${encodeURIComponent(objectId)}/assignLicense`,
    written: saysUser(objectId),
    toBody: () => ({
      addLicenses: [...new Set(licenses)].map(
        (skuId) => ({ skuId, disabledPlans: [] }) satisfies AssignedLicense,
      ),
      removeLicenses: [],
    }),
  }));
  const results = await sendWrites('assignLicenses', writes, options);
  return intents.map((intent) => {
    const index = needed.indexOf(intent);
    if (index < 0) return { status: 'done' };
    return toStepOutcome(results[index] ?? { kind: 'lost', cause: new Error('no result') }, WORDS);
  });
}

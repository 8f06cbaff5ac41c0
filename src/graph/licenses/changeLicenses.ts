import type { AssignedLicense } from '@microsoft/microsoft-graph-types';
import type { LicenseChange, StepOutcome, WriteOptions } from '../../service/ports/directory.ts';
import type { SendWrites } from '../client/pacedWrites.ts';
import { toStepOutcome } from '../client/stepOutcome.ts';
import { saysUser } from '../client/written.ts';

const WORDS = {
  operation: 'change',
  nothing: 'No license was changed.',
  perhaps: 'The licenses may or may not have been changed.',
} as const;

/** POST /users/{id}/assignLicense: what is given and what is taken away in one call, so that a swap is whole. */
export async function changeLicenses(
  sendWrites: SendWrites,
  changes: readonly LicenseChange[],
  options: WriteOptions,
): Promise<StepOutcome[]> {
  const writes = changes.map(({ objectId, add, remove }) => ({
    path: `/users/${encodeURIComponent(objectId)}/assignLicense`,
    written: saysUser(objectId),
    toBody: () => ({
      addLicenses: add.map(
        ({ skuId, disabledPlans }) =>
          ({ skuId, disabledPlans: [...disabledPlans] }) satisfies AssignedLicense,
      ),
      removeLicenses: remove,
    }),
  }));
  const results = await sendWrites('changeLicenses', writes, options);
  return results.map((result) => toStepOutcome(result, WORDS));
}

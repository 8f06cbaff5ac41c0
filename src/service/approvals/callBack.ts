import type { ProvisioningOptions } from '../context.ts';
import { jobIdFor } from '../jobs/newJob.ts';
import type { OneAtATime } from '../ports/oneAtATime.ts';
import { isReadyToStart } from './startableRequests.ts';

/**
 * Has one customer's part of a file for several, whose turn had come, wait for its turn again, unless it has a job. Whoever is
 * beginning it just now is waited for.
 */
export function createCallBack(
  { store }: Pick<ProvisioningOptions, 'store'>,
  oneAtATime: OneAtATime,
  changed: (requestId: string) => void,
): (requestId: string) => Promise<void> {
  return (requestId) =>
    oneAtATime(`start ${requestId}`, async () => {
      const request = await store.loadRequest(requestId);
      if (request === undefined || (await store.loadJob(jobIdFor(request.id, request.version))) !== undefined)
        return;
      const called = await store.updateRequest(requestId, ({ wave, ...now }) =>
        wave !== undefined && isReadyToStart({ wave, ...now })
          ? { ...now, wave: { ...wave, held: true } }
          : undefined,
      );
      if (called !== undefined) changed(requestId);
    });
}

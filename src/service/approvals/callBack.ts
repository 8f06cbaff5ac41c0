import type { ProvisioningOptions } from '../context.ts';
import { jobIdFor } from '../jobs/newJob.ts';
import type { OneAtATime } from '../ports/oneAtATime.ts';
import { isReadyToStart } from './startableRequests.ts';

/**
 * Has one customer's part of a file for several, whose turn had come, wait for its turn again, unless it has a job. Whoever is
 * beginning it just now is waited for; `isStill` says whether it is to after that.
 */
export function createCallBack(
  { store }: Pick<ProvisioningOptions, 'store'>,
  oneAtATime: OneAtATime,
  changed: (requestId: string) => void,
): (requestId: string, isStill?: () => Promise<boolean>) => Promise<void> {
  return (requestId, isStill = async () => true) =>
    oneAtATime(`start ${requestId}`, async () => {
      const request = await store.loadRequest(requestId);
      if (request === undefined || (await store.loadJob(jobIdFor(request.id, request.version))) !== undefined)
        return;
      if (!(await isStill())) return;
      const called = await store.updateRequest(requestId, ({ wave, ...now }) =>
        wave !== undefined && isReadyToStart({ wave, ...now })
          ? { ...now, wave: { ...wave, held: true } }
          : undefined,
      );
      if (called !== undefined) changed(requestId);
    });
}

import { showOldData } from '../flows/oldData/oldData.ts';
import type { AdminNews } from '../flows/operating/adminNews.ts';
import type { Log } from '../service/ports/surroundings.ts';
import type { Provisioning } from '../service/provisioning.ts';

/** Asks admins about records that may be an older copy, and notes that they are in use, until the signal. Never throws. */
export function watchOldData({
  service: { oldData },
  reachAdmins,
  stopping,
  log,
}: {
  service: Pick<Provisioning, 'oldData'>;
  /** False where nobody could be reached. */
  reachAdmins: (news: AdminNews) => Promise<boolean>;
  stopping: AbortSignal;
  log: Log;
}): void {
  const ask = () =>
    oldData
      .ask(async (state) => {
        const isReached = await reachAdmins((reader) => showOldData(state, reader));
        // Rollcall stands still until they answer: they are asked again.
        if (!isReached) throw new Error('No admin could be reached.');
      })
      .catch((error: unknown) => {
        if (!stopping.aborted) log.error({ err: error }, 'old_data.not_asked');
      });
  void ask();
  void oldData.keepAlive(stopping, ask);
}

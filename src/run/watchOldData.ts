import { showOldData } from '../flows/oldData/oldData.ts';
import type { AdminNews } from '../flows/operating/adminNews.ts';
import type { Log } from '../service/ports/surroundings.ts';
import type { Provisioning } from '../service/provisioning.ts';

/** Asks admins about records that may be an older copy, and notes that they are in use, until the signal. Never throws. */
export function watchOldData({
  service: { oldData },
  tellAdmins,
  stopping,
  log,
}: {
  service: Pick<Provisioning, 'oldData'>;
  tellAdmins: (news: AdminNews) => Promise<void>;
  stopping: AbortSignal;
  log: Log;
}): void {
  const ask = () => oldData.ask((state) => tellAdmins((reader) => showOldData(state, reader)));
  void ask().catch((error: unknown) => log.error({ err: error }, 'old_data.not_asked'));
  void oldData.keepAlive(stopping, ask);
}

import { showOldData } from '../flows/oldData/oldData.ts';
import type { NoticeView } from '../flows/views/parts.ts';
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
  tellAdmins: (view: NoticeView) => Promise<void>;
  stopping: AbortSignal;
  log: Log;
}): void {
  const ask = () => oldData.ask((state) => tellAdmins(showOldData(state)));
  void ask().catch((error: unknown) => log.error({ err: error }, 'old_data.not_asked'));
  void oldData.keepAlive(stopping, ask);
}

import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { orderActs } from '../../domain/acts.ts';
import { drawPassword } from '../../secrets/drawPassword.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { Passed } from '../door/door.ts';
import type { JobRecord, RowRecord } from '../ports/records.ts';
import type { AcceptRequest } from './acceptRequest.ts';
import { PASSWORD_FIELD } from './steps/redraw.ts';
import { usualActs } from './usualActs.ts';

/** Sealing takes about 50 µs; between so many rows the event loop gets its turn, because chats wait 3 s only. */
const ROWS_PER_TURN = 100;
/** Teleport's limit for the reason of an access request; more is a document, not a reason. */
const MAX_REASON = 4_096;

/** The same for the same request id and version, so that accepting twice finds the job. URL-safe. */
export function jobIdFor(requestId: string, requestVersion: number): string {
  const request = JSON.stringify([requestId, requestVersion]);
  // 192 bits, as base64url without padding.
  return `job_${createHash('sha256').update(request).digest('base64url').slice(0, 32)}`;
}

/** The job of a request. The message it came from becomes its progress message; else a new one is posted. */
export function makeJob(
  { sealer, clock }: ProvisioningOptions,
  jobId: string,
  request: Passed<AcceptRequest>,
): JobRecord {
  const { actor, kind, people, leftOut = [], settings, fileName, message, wave } = request;
  const { message: _button, ...place } = request.place;
  const reason = request.reason?.trim().slice(0, MAX_REASON) ?? '';
  return {
    id: jobId,
    customer: actor.customer,
    ...(wave === undefined ? {} : { wave }),
    requestId: request.requestId,
    requestVersion: request.requestVersion,
    kind,
    ...(request.task === undefined || request.task === 'create' ? {} : { task: request.task }),
    requestedBy: { actorId: actor.id, name: actor.name, platform: actor.platform, userId: actor.userId },
    place,
    settings,
    ...(fileName === undefined ? {} : { fileName }),
    ...(reason === '' ? {} : { reason }),
    total: people.length,
    ...(leftOut.length === 0 ? {} : { leftOut }),
    state: 'running',
    key: sealer.newJobKey(jobId),
    createdAt: clock.now(),
    deliveries: [],
    // Of a file for several customers one message tells all. One person is there or not within seconds: nobody is called twice for that who does not look.
    messages:
      wave !== undefined || (kind === 'one' && request.isApproved === true)
        ? []
        : [
            {
              kind: 'progress',
              place: message === undefined ? place : { ...place, message },
              settled: false,
            },
          ],
  };
}

/** The whole intent of every row: pinned name, operation id, and a password, drawn and sealed. */
export async function makeRows(
  { ids, sealer, randomInt }: ProvisioningOptions,
  job: JobRecord,
  { people }: Passed<AcceptRequest>,
): Promise<RowRecord[]> {
  const rows: RowRecord[] = [];
  for (const [index, one] of people.entries()) {
    const { person, accountEnabled, licenses, sourceRow, objectId, recipients } = one;
    const { groups = [], manager, language, left = [], stays = [], leaving } = one;
    const acts = one.acts ?? usualActs(job.task);
    // Acts say all there is to do: nothing is given beside them.
    const change = acts === undefined ? one.change : { add: [], remove: [] };
    if (index > 0 && index % ROWS_PER_TURN === 0) await setImmediate();
    const rowId = `r${String(index + 1).padStart(4, '0')}`;
    rows.push({
      rowId,
      ...(sourceRow === undefined ? {} : { sourceRow }),
      person,
      accountEnabled,
      ...(language === undefined ? {} : { language }),
      licenses: [...new Set(licenses)],
      operationId: ids.next('op'),
      password: sealer.seal(job.key, rowId, PASSWORD_FIELD, drawPassword(randomInt)),
      passwordDraws: 1,
      attempted: false,
      ...(objectId === undefined ? {} : { objectId }),
      ...(change === undefined ? {} : { change }),
      ...(acts === undefined
        ? {}
        : { acts: orderActs(acts).map((act) => ({ act, state: 'todo' as const })) }),
      ...(left.length === 0 ? {} : { left }),
      ...(stays.length === 0 ? {} : { stays }),
      ...(leaving === undefined ? {} : { leaving }),
      create: change === undefined ? { state: 'todo' } : { state: 'done' },
      ...(groups.length === 0 ? {} : { groups, group: { state: 'todo' as const } }),
      ...(manager === undefined ? {} : { managedBy: manager, manager: { state: 'todo' as const } }),
      ...(recipients === undefined ? {} : { recipients }),
      license: { state: licenses.length === 0 && change === undefined ? 'skipped' : 'todo' },
    });
  }
  return rows;
}

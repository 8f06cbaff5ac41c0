import type { LeaveChoice } from '../../domain/leaveSteps.ts';
import { hashOf } from '../approvals/asking.ts';
import type { JobRecord, RowRecord } from '../ports/records.ts';
import type { RequestRecord } from '../ports/requests.ts';
import { addressesOf, isTheirs, type Whom, wordsFor } from './findWhom.ts';
import { dropTexts, hideErrors, names } from './namingTexts.ts';

/** In the place of an address or a name. */
export const FORGOTTEN = 'forgotten';

/** The row without whom it was for. It stays, so that the others of the job are counted as before. */
export function emptyRow(row: RowRecord, now: number): RowRecord {
  const { rowId, accountEnabled, licenses, operationId, password, passwordDraws, attempted } = row;
  return {
    rowId,
    person: { userPrincipalName: `${FORGOTTEN}-${rowId}`, displayName: 'Forgotten' },
    accountEnabled,
    licenses,
    operationId,
    password,
    passwordDraws,
    attempted,
    ...(row.part === undefined ? {} : { part: row.part }),
    // Nothing is tried again for it.
    create: { state: row.create.state === 'done' ? 'done' : 'failed' },
    license: { state: row.license.state === 'todo' ? 'skipped' : row.license.state },
    forgottenAt: now,
  };
}

/** Without a reply that names somebody: nobody is answered with it any more. */
export function hideReply<T extends { leaving?: LeaveChoice }>(record: T, words: readonly string[]): T {
  const { leaving } = record;
  if (leaving === undefined || !names(leaving.reply, words)) return record;
  const steps = leaving.steps.filter((one) => one !== 'reply');
  return { ...record, leaving: { ...leaving, steps, reply: '' } };
}

/** What is still approved of a plan after somebody who had been left out of it is not in it at all. */
function hashedAnew(before: RequestRecord, next: RequestRecord): RequestRecord {
  if (hashOf(before) !== before.hash) return next;
  const hash = hashOf(next);
  const decisions = next.decisions.map((one) => (one.hash === before.hash ? { ...one, hash } : one));
  return { ...next, hash, decisions };
}

/** The job without them: whom it is for, what it says of them, and their addresses. */
export function emptyJob(whole: JobRecord, whom: Whom, own: readonly RowRecord[]): JobRecord {
  const words = wordsFor(whom, own);
  const addresses = addressesOf(whom, own);
  const job = dropTexts(whole, ['reason', 'fileName'], words);
  const isOther = (one: string): boolean => !addresses.includes(one.toLowerCase());
  const hide = (one: string): string => (isOther(one) ? one : FORGOTTEN);
  return {
    ...job,
    settings: { ...job.settings, recipients: job.settings.recipients.filter(isOther) },
    deliveries: job.deliveries.map((one) => ({
      ...dropTexts(one, ['response'], words),
      recipient: hide(one.recipient),
    })),
    messages: job.messages.map((one) => ({
      ...one,
      ...(one.link === undefined ? {} : { link: { ...one.link, recipient: hide(one.link.recipient) } }),
      ...(one.mail === undefined ? {} : { mail: { ...one.mail, recipients: one.mail.recipients.map(hide) } }),
    })),
    ...(job.leftOut === undefined ? {} : { leftOut: job.leftOut.filter((one) => !names(one, whom)) }),
    ...(job.sentTo === undefined ? {} : { sentTo: job.sentTo.filter(isOther) }),
  };
}

/** A request without whoever of it is forgotten: `own` are those of its people who are theirs. */
export function emptyRequest(
  now: RequestRecord,
  whom: Whom,
  own: readonly RequestRecord['asked']['people'][number][],
): RequestRecord {
  const words = wordsFor(whom, own);
  const without = <T>(all: readonly T[] = []): T[] => all.filter((one) => !names(one, whom));
  const others = (all: readonly string[]): string[] => all.filter((one) => !names(one, words));
  return hashedAnew(now, {
    ...now,
    ...(now.problem === undefined ? {} : hideErrors({ problem: now.problem }, words)),
    ...(now.notCounted === undefined ? {} : { notCounted: others(now.notCounted) }),
    ...(now.notes === undefined
      ? {}
      : { notes: without(now.notes).filter(({ text }) => !names(text, words)) }),
    ...(now.changes === undefined
      ? {}
      : {
          changes: now.changes.map((one) =>
            one.leftOut === undefined ? one : { ...one, leftOut: without(one.leftOut) },
          ),
        }),
    decisions: now.decisions.map((one) => dropTexts(one, ['reason'], words)),
    asked: {
      ...dropTexts(now.asked, ['reason', 'fileName'], words),
      people: now.asked.people
        .filter((one) => !isTheirs(one, whom))
        .map(({ recipients, manager, acts, before, ...one }) => ({
          ...hideReply(one, words),
          ...(acts === undefined ? {} : { acts: without(acts) }),
          ...(before === undefined || names(before, whom) ? {} : { before }),
          ...(recipients === undefined ? {} : { recipients: without(recipients) }),
          ...(manager === undefined || names(manager, whom) ? {} : { manager }),
        })),
      leftOut: without(now.asked.leftOut),
      settings: { ...now.asked.settings, recipients: without(now.asked.settings.recipients) },
    },
    ...(now.withdrawn === undefined
      ? {}
      : {
          withdrawn: now.withdrawn.filter((one) => own.every(({ objectId }) => objectId !== one)),
        }),
    ...(now.managers === undefined
      ? {}
      : { managers: now.managers.map((one) => ({ ...one, of: without(one.of) })) }),
  });
}

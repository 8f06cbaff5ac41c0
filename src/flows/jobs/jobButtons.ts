import type { JobState } from '../../service/jobs/shownJob.ts';
import { listLeftThings } from '../../service/jobs/tickOff.ts';
import type { Button } from '../views/parts.ts';
import { count } from '../words.ts';
import { bringsPasswords } from './taskWords.ts';

/** A button on a job's message. */
export function button(state: JobState, action: string, label: string, more: Partial<Button> = {}): Button {
  return { action, label, id: state.job.id, version: state.job.requestVersion, ...more };
}

/** Undo, which asks first and names the count. */
function undoButton(state: JobState): Button {
  const { created, partly } = state.counts;
  const people = count(created + partly, 'person', 'people');
  if (state.job.task === 'assign') {
    return button(state, 'job.undo', 'Undo', {
      style: 'danger',
      confirm: {
        title: `Undo the license changes for ${people}?`,
        text: 'Added licenses will be removed. Removed licenses will be restored if seats are available. Later changes by others and the location are kept.',
        ok: 'Undo the changes',
      },
    });
  }
  return button(state, 'job.undo', 'Undo', {
    style: 'danger',
    confirm: {
      title: `Delete ${people}?`,
      text: `Only the ${people} that this job created: their accounts, licenses and mailboxes. Microsoft 365 keeps deleted people for 30 days; until then an admin can restore them there.`,
      ok: `Delete ${people}`,
    },
  });
}

/** For as long as nobody is known to have seen the passwords. */
export function revealButton(state: JobState): Button[] {
  const { job, counts } = state;
  const isSeen = job.revealedAt !== undefined && job.revealUnsure === undefined;
  if (isSeen || counts.created + counts.partly === 0 || !bringsPasswords(job.task)) return [];
  const isOne = job.kind === 'one';
  return [
    button(state, 'job.reveal', isOne ? 'Reveal password' : 'Reveal passwords', {
      confirm: {
        title: isOne ? 'Reveal the password now?' : 'Reveal the passwords now?',
        text: `You can do this once. Have a safe place for ${isOne ? 'it' : 'them'} ready, and make sure nobody else sees your screen.`,
        ok: 'Reveal',
      },
    }),
  ];
}

/** Everybody is there, and only mails are waited for: whoever cannot wait may see the passwords meanwhile. */
export function isMailing({ job, counts }: JobState): boolean {
  return (
    job.state === 'running' &&
    counts.waiting === 0 &&
    job.deliveries.some(({ state }) => state !== 'accepted')
  );
}

/** People whom a stopped job never came to are started, not tried again. */
function labelRetry({ failed, partly, waiting }: JobState['counts']): string {
  const tried = failed + partly;
  if (waiting === 0) return `Retry ${tried}`;
  return tried === 0 ? `Start the other ${waiting}` : `Retry ${tried}, start ${waiting}`;
}

/** One person's commands stand in the message. */
function tickOffButtons(state: JobState): Button[] {
  const things = listLeftThings(state.rows);
  return [
    ...(things.length > 0 ? [button(state, 'job.tickOff', 'Tick off…')] : []),
    ...(things.length > 0 && state.job.kind === 'bulk'
      ? [button(state, 'job.leftFile', 'Left to do CSV')]
      : []),
  ];
}

/** Buttons for what can still be done with a job that is over. */
export function endButtons(state: JobState): Button[] {
  const { job, counts } = state;
  const someCreated = counts.created + counts.partly > 0;
  const canUndo = someCreated && (job.task === 'assign' || (job.kind === 'bulk' && job.task === undefined));
  const objectId = state.rows[0]?.objectId;
  const undoing = job.undo?.state === 'running';
  const left = undoing ? 0 : counts.failed + counts.partly + counts.waiting;
  const unsent = job.deliveries.some(
    ({ state: sent, link, openedAt }) =>
      (sent !== 'accepted' && sent !== 'todo') || (link !== undefined && openedAt === undefined),
  );
  return [
    ...revealButton(state),
    ...(left > 0
      ? [
          button(state, 'job.retry', job.kind === 'one' ? 'Try again' : labelRetry(counts), {
            style: 'primary',
          }),
        ]
      : []),
    ...(unsent ? [button(state, 'job.resend', 'Send mail again')] : []),
    ...(someCreated && bringsPasswords(job.task)
      ? [button(state, 'job.sendTo', 'Send to someone else')]
      : []),
    ...tickOffButtons(state),
    ...(job.kind === 'bulk' ? [button(state, 'job.results', 'Results CSV')] : []),
    ...(canUndo && !undoing ? [undoButton(state)] : []),
    ...(someCreated && job.kind === 'bulk' && job.task === 'change'
      ? [button(state, 'changes.undo', 'Put them back…')]
      : []),
    ...(job.kind === 'one' && job.task !== undefined && objectId !== undefined
      ? [{ ...button(state, 'user.show', 'Show the person'), id: objectId, version: 1 }]
      : []),
    ...(job.kind === 'one' && job.task === undefined
      ? [button(state, 'adduser.another', 'Add another')]
      : []),
  ];
}

/** Those that get a password to somebody whom a mail did not reach. */
export function mailButtons(state: JobState): Button[] {
  const wanted: ReadonlySet<string> = new Set(['job.reveal', 'job.resend', 'job.sendTo']);
  return endButtons(state).filter(({ action }) => wanted.has(action));
}

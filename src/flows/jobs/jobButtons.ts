import type { JobState } from '../../service/jobs/shownJob.ts';
import { listLeftThings } from '../../service/jobs/tickOff.ts';
import type { Button } from '../views/parts.ts';
import { count } from '../words.ts';
import { bringsPasswords } from './taskWords.ts';
import { JOB_WORDS } from './words.ts';

const { buttons } = JOB_WORDS;

/** A button on a job's message. */
export function button(state: JobState, action: string, label: string, more: Partial<Button> = {}): Button {
  return { action, label, id: state.job.id, version: state.job.requestVersion, ...more };
}

/** Undo, which asks first and names the count. */
function undoButton(state: JobState): Button {
  const { created, partly } = state.counts;
  const people = count(created + partly, 'person', 'people');
  const { undoLicenses, undoCreated } = JOB_WORDS;
  return button(state, 'job.undo', buttons.undo, {
    style: 'danger',
    confirm:
      state.job.task === 'assign'
        ? { ...undoLicenses, title: undoLicenses.title(people) }
        : {
            title: undoCreated.title(people),
            text: undoCreated.text(people),
            ok: undoCreated.ok(people),
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
    button(state, 'job.reveal', buttons.reveal(isOne), {
      confirm: {
        title: JOB_WORDS.reveal.title(isOne),
        text: JOB_WORDS.reveal.text(isOne),
        ok: JOB_WORDS.reveal.ok,
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

/** One person's commands stand in the message. */
function tickOffButtons(state: JobState): Button[] {
  const things = listLeftThings(state.rows);
  return [
    ...(things.length > 0 ? [button(state, 'job.tickOff', buttons.tickOff)] : []),
    ...(things.length > 0 && state.job.kind === 'bulk'
      ? [button(state, 'job.leftFile', buttons.leftFile)]
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
  const over = state.rows.filter(({ overtakenAt }) => overtakenAt !== undefined).length;
  const tried = counts.failed + counts.partly - over;
  const left = undoing ? 0 : tried + counts.waiting;
  const label = job.kind === 'one' ? buttons.tryAgain : buttons.retry(tried, counts.waiting);
  const unsent = job.deliveries.some(
    ({ state: sent, link, openedAt }) =>
      (sent !== 'accepted' && sent !== 'todo') || (link !== undefined && openedAt === undefined),
  );
  return [
    ...revealButton(state),
    ...(left > 0
      ? [
          button(state, 'job.retry', label, {
            style: 'primary',
          }),
        ]
      : []),
    ...(unsent ? [button(state, 'job.resend', buttons.resend)] : []),
    ...(someCreated && bringsPasswords(job.task) ? [button(state, 'job.sendTo', buttons.sendTo)] : []),
    ...tickOffButtons(state),
    ...(job.kind === 'bulk' ? [button(state, 'job.results', buttons.results)] : []),
    ...(canUndo && !undoing ? [undoButton(state)] : []),
    ...(someCreated && job.kind === 'bulk' && (job.task === 'change' || job.task === 'leave')
      ? [button(state, 'changes.undo', buttons.putBack)]
      : []),
    ...(job.kind === 'one' && job.task !== undefined && job.task !== 'delete' && objectId !== undefined
      ? [{ ...button(state, 'user.show', buttons.show), id: objectId, version: 1 }]
      : []),
    ...(job.kind === 'one' && job.task === undefined
      ? [button(state, 'adduser.another', buttons.another)]
      : []),
  ];
}

/** Those that get a password to somebody whom a mail did not reach. */
export function mailButtons(state: JobState): Button[] {
  const wanted: ReadonlySet<string> = new Set(['job.reveal', 'job.resend', 'job.sendTo']);
  return endButtons(state).filter(({ action }) => wanted.has(action));
}

import { bringsPasswords, wordsOf } from '../../../flows/jobs/taskWords.ts';
import type { ProgressView } from '../../../flows/views/job.ts';
import { count, cut, describeTime, drawBar, HALTED } from '../../../flows/words.ts';
import { LENGTHS } from '../../outgoing/limits.ts';
import { mrkdwn } from '../../outgoing/text.ts';
import { actions, note, prose } from '../blocks.ts';
import type { Part } from '../lines.ts';
import { modal } from '../modal.ts';
import { deliveryBlocks } from '../parts.ts';
import type { Renderer } from '../renderer.ts';
import { line } from '../richText.ts';

function headingOf({ state, counts, task, halted }: ProgressView): string {
  const people = count(counts.total, 'person', 'people');
  const { doing, done } = wordsOf(task);
  const created = counts.created + counts.partly;
  if (state === 'running' && counts.waiting === 0 && bringsPasswords(task)) return '⏳ Sending the passwords';
  if (state === 'running') return `⏳ ${doing(people)}`;
  if (halted !== undefined && (state === 'stopping' || state === 'stopped')) return `⏹️ ${HALTED[halted]}`;
  if (state === 'stopping') return '⏹️ Stopping: finishing what is in progress';
  if (state === 'stopped') return `⏹️ Stopped: ${created} of ${people} ${done}`;
  return `✅ Finished: ${created} of ${people} ${done}`;
}

function blocksOf(view: ProgressView): Part[] {
  const { counts } = view;
  const over = Math.max(0, counts.total - counts.waiting);
  const status = [
    `${over} of ${counts.total}`,
    ...(counts.failed > 0 ? [`${counts.failed} failed`] : []),
    ...(counts.partly > 0 ? [`${counts.partly} with a failed step`] : []),
    ...(view.state === 'running' && view.secondsLeft !== undefined ? [describeTime(view.secondsLeft)] : []),
  ].join(' · ');
  return [
    line({ bold: headingOf(view) }),
    line(cut(view.title, LENGTHS.paragraph), ' · ', cut(view.customer, LENGTHS.value)),
    prose(mrkdwn`${drawBar(over, counts.total)}  ${status}`),
    ...deliveryBlocks(view.deliveries, view.moreDeliveries),
    ...(view.resumed ? [note('Rollcall restarted and resumed this. Nothing is done twice.')] : []),
    ...actions(view.buttons),
  ];
}

/** Updated in place while a job runs. */
export const progress = {
  message: (view) => ({ text: `Progress of ${wordsOf(view.task).news}.`, blocks: blocksOf(view) }),
  modal: (view) => modal('Progress', blocksOf(view)),
} satisfies Renderer<'progress'>;

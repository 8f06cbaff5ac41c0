import { bringsPasswords, wordsOf } from '../../../flows/jobs/taskWords.ts';
import type { ProgressView } from '../../../flows/views/job.ts';
import { count, cut, describeTime, drawBar, HALTED } from '../../../flows/words.ts';
import { LIMITS } from '../../outgoing/limits.ts';
import type { Binder } from '../binder.ts';
import { bindButtons, bindSomeDeliveries } from '../parts.ts';

function headingOf({ state, counts, task, halted }: ProgressView): string {
  const people = count(counts.total, 'person', 'people');
  const { doing, done } = wordsOf(task);
  if (state === 'running' && counts.waiting === 0 && bringsPasswords(task)) return 'Sending the passwords';
  if (state === 'running') return doing(people);
  if (halted !== undefined && (state === 'stopping' || state === 'stopped')) return HALTED[halted];
  if (state === 'stopping') return 'Stopping: finishing what is in progress';
  if (state === 'stopped') return `Stopped after ${counts.created + counts.partly} of ${people}`;
  return `Finished: ${counts.created + counts.partly} of ${people} ${done}`;
}

export const bindProgress: Binder<'progress'> = (view) => {
  const { counts } = view;
  const over = counts.total - counts.waiting;
  return {
    heading: headingOf(view),
    subject: cut(view.title, LIMITS.value),
    customer: cut(view.customer, LIMITS.value),
    bar: drawBar(over, counts.total),
    status: [
      `${over} of ${counts.total}`,
      ...(counts.failed > 0 ? [`${counts.failed} failed`] : []),
      ...(counts.partly > 0 ? [`${counts.partly} with a failed step`] : []),
      ...(view.state === 'running' && view.secondsLeft !== undefined ? [describeTime(view.secondsLeft)] : []),
    ].join(' · '),
    resumed: view.resumed,
    ...bindSomeDeliveries(view),
    buttons: bindButtons(view.buttons),
  };
};

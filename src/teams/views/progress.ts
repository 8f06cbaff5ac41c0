import type { ProgressView } from '../../flows/views.ts';
import { LIMITS } from '../limits.ts';
import { count, cut } from '../text.ts';
import type { Binder } from './binder.ts';
import { bindButtons, bindDeliveries } from './parts.ts';

const BAR_CELLS = 20;

/** `about 40 s left`, `about 3 min left`. */
function describeTime(seconds: number): string {
  return seconds < 90
    ? `about ${Math.max(1, Math.round(seconds))} s left`
    : `about ${Math.round(seconds / 60)} min left`;
}

function headingOf({ state, counts }: ProgressView): string {
  const people = count(counts.total, 'person', 'people');
  if (state === 'running' && counts.waiting === 0) return 'Sending the passwords';
  if (state === 'running') return `Creating ${people}`;
  if (state === 'stopping') return 'Stopping: what is under way is finished first';
  if (state === 'stopped') return `Stopped after ${counts.created + counts.partly} of ${people}`;
  return `Finished: ${counts.created + counts.partly} of ${people} created`;
}

export const bindProgress: Binder<'progress'> = (view) => {
  const { counts } = view;
  const over = counts.total - counts.waiting;
  const filled = counts.total === 0 ? 0 : Math.floor((over / counts.total) * BAR_CELLS);
  return {
    heading: headingOf(view),
    subject: cut(view.title, LIMITS.value),
    customer: cut(view.customer, LIMITS.value),
    bar: '█'.repeat(filled) + '░'.repeat(BAR_CELLS - filled),
    status: [
      `${over} of ${counts.total}`,
      ...(counts.failed > 0 ? [`${counts.failed} failed`] : []),
      ...(counts.partly > 0 ? [`${counts.partly} with a failed step`] : []),
      ...(view.state === 'running' && view.secondsLeft !== undefined ? [describeTime(view.secondsLeft)] : []),
    ].join(' · '),
    resumed: view.resumed,
    hasDeliveries: view.deliveries.length > 0,
    deliveries: bindDeliveries(view.deliveries),
    buttons: bindButtons(view.buttons),
  };
};

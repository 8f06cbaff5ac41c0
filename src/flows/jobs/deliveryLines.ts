import { isGivenUp, isMailPending } from '../../service/jobs/delivery/mailPending.ts';
import { explainMail } from '../../service/jobs/delivery/mailReason.ts';
import type { Delivery } from '../../service/ports/records.ts';
import type { ResultsView } from '../views/job.ts';
import type { NoticeView } from '../views/parts.ts';
import type { DeliveryLine, Undelivered } from '../views/passwords.ts';
import { JOB_WORDS } from './words.ts';

/** Those of a form and as many that it was sent on to. Rows of a file can name hundreds. */
const MAX_RECIPIENTS_SHOWN = 10;

const { mails } = JOB_WORDS;

const MAIL_NEXT: Partial<Record<Delivery['state'], string>> = mails.next;

/** While a job runs: what was put off is tried again without anybody's help, and the buttons are not there yet. */
export const MAIL_NEXT_RUNNING: typeof MAIL_NEXT = {
  deferred: mails.nextRunning,
  unreachable: mails.nextRunning,
};

function nextOf(delivery: Delivery, nextFor: typeof MAIL_NEXT): string | undefined {
  if (nextFor === MAIL_NEXT && isMailPending(delivery)) return mails.nextPending;
  if (nextFor === MAIL_NEXT && isGivenUp(delivery)) return mails.nextGivenUp;
  return nextFor[delivery.state];
}

/** Whether somebody who was to get a password by mail does not have it; undefined when nobody lacks it. */
export function findUndelivered(deliveries: readonly Delivery[]): Undelivered | undefined {
  const missed = deliveries.filter(({ state }) => state !== 'accepted' && state !== 'todo');
  if (missed.length === 0) return undefined;
  return {
    pending: missed.some(isMailPending),
    some: deliveries.some(({ state }) => state === 'accepted'),
  };
}

const ORDER: readonly Delivery['state'][] = ['refused', 'unreachable', 'deferred', 'todo', 'accepted'];

/** Lower is worse; an opened link is the best there is. */
function rank({ state, openedAt }: Delivery): number {
  return ORDER.indexOf(state) + (openedAt === undefined ? 0 : 1);
}

/** One line per recipient, for the worst of its parts; the worst recipients first. */
export function toDeliveryLines(deliveries: readonly Delivery[], nextFor = MAIL_NEXT): DeliveryLine[] {
  const worst = new Map<string, Delivery>();
  for (const delivery of deliveries) {
    const before = worst.get(delivery.recipient);
    if (before === undefined || rank(delivery) < rank(before)) {
      worst.set(delivery.recipient, delivery);
    }
  }
  const inOrder = [...worst.values()].sort((a, b) => rank(a) - rank(b));
  return inOrder.map((delivery) => {
    const { recipient, state, link, openedAt } = delivery;
    const reason = explainMail(delivery);
    const next = nextOf(delivery, nextFor);
    return {
      recipient,
      state,
      ...(link === undefined || state !== 'accepted'
        ? {}
        : { link: openedAt === undefined ? 'sent' : 'opened' }),
      ...(reason === undefined ? {} : { reason }),
      ...(next === undefined ? {} : { next }),
    };
  });
}

/** Those that a message about many people has room for. */
export function someDeliveries(
  deliveries: readonly Delivery[],
  nextFor = MAIL_NEXT,
  most = MAX_RECIPIENTS_SHOWN,
): Pick<ResultsView, 'deliveries' | 'moreDeliveries'> {
  const lines = toDeliveryLines(deliveries, nextFor);
  const left = lines.slice(most);
  if (left.length === 0) return { deliveries: lines };
  const unsent = left.filter(({ state }) => state !== 'accepted').length;
  return { deliveries: lines.slice(0, most), moreDeliveries: { all: left.length, unsent } };
}

/** `refused: there is no such mailbox`. */
export function sayDelivery({ state, link, reason }: DeliveryLine): string {
  const opened = link === undefined ? '' : mails.links[link];
  return `${mails.states[state]}${opened}${reason === undefined ? '' : `: ${reason}`}`;
}

/** What came of Send mail again, as far as it is known by now. A notice has ten lines. */
export function showResent(deliveries: readonly Delivery[]): NoticeView {
  const { deliveries: lines, moreDeliveries: more } = someDeliveries(
    deliveries,
    MAIL_NEXT,
    MAX_RECIPIENTS_SHOWN - 1,
  );
  const missed = deliveries.some(({ state }) => state !== 'accepted');
  const pending = deliveries.some(isMailPending);
  return {
    kind: 'notice',
    tone: missed ? 'warning' : 'success',
    title: mails.sentAgain.title(missed),
    text: [
      ...lines.map((line) => `${line.recipient}: ${sayDelivery(line)}`),
      ...(more === undefined ? [] : [mails.more(more)]),
    ],
    ...(missed ? { next: mails.sentAgain.next(pending) } : {}),
    buttons: [],
  };
}

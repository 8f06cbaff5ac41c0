import type { Delivery, JobRecord, MailNews, OutMessage } from '../../ports/records.ts';
import { isGivenUp } from './mailPending.ts';

/** More are in the results file. */
const MAX_RECIPIENTS = 10;

function outcomeOf(delivery: Delivery): MailNews['outcome'] | undefined {
  if (delivery.state === 'accepted' || delivery.state === 'refused') return delivery.state;
  return isGivenUp(delivery) ? 'gaveUp' : undefined;
}

function addTo(before: MailNews | undefined, outcome: MailNews['outcome'], named: string[]): MailNews {
  const all = [...new Set([...(before?.recipients ?? []), ...named])];
  const recipients = all.slice(0, MAX_RECIPIENTS);
  return { outcome, recipients, more: (before?.more ?? 0) + all.length - recipients.length };
}

/** With the news in a message that is still to be sent, or in a new one: nobody is called to one that changes. */
function tell(job: JobRecord, outcome: MailNews['outcome'], named: string[]): OutMessage[] {
  const open = job.messages.find(
    ({ mail, ref, settled }) => mail?.outcome === outcome && ref === undefined && !settled,
  );
  if (open !== undefined) {
    return job.messages.map((one) =>
      one === open ? { ...one, mail: addTo(open.mail, outcome, named) } : one,
    );
  }
  const { message: _button, ...own } = job.place;
  return [
    ...job.messages,
    { kind: 'mail', mail: addTo(undefined, outcome, named), place: own, settled: false },
  ];
}

/** The job with what its requester is to be told of mails that were tried after it had ended. */
export function withMailNews(job: JobRecord, made: readonly Delivery[]): JobRecord {
  let told = job;
  for (const outcome of ['accepted', 'refused', 'gaveUp'] as const) {
    const named = made.filter((one) => outcomeOf(one) === outcome).map(({ recipient }) => recipient);
    if (named.length > 0) told = { ...told, messages: tell(told, outcome, named) };
  }
  if (told === job) return job;
  // The others say how each mail stands.
  const messages = told.messages.map((message) =>
    message.kind === 'progress' || message.kind === 'results' ? { ...message, settled: false } : message,
  );
  return { ...told, messages };
}

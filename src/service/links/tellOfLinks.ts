import type { ProvisioningOptions } from '../context.ts';
import type { Emit } from '../events.ts';
import type { JobRecord, LinkNews, OutMessage } from '../ports/records.ts';
import type { LinkRecord } from '../ports/shownSecrets.ts';

/** Tells requesters what became of links. */
export interface TellOfLinks {
  /** Stores what is to be told, and has it sent. Harmless twice. */
  tell(link: LinkRecord, empty?: LinkNews['empty']): Promise<void>;
  /** What a crash kept from being stored. */
  tellMissed(): Promise<void>;
}

function newsOf({ hash, kind, recipient, openedAt, expiresAt, tries, triedAt }: LinkRecord) {
  return {
    hash,
    kind,
    recipient,
    expiresAt,
    tries,
    ...(openedAt === undefined ? {} : { openedAt }),
    ...(triedAt === undefined ? {} : { triedAt }),
  };
}

/**
 * Messages that tell of this link; undefined when they tell it already. The first try in vain after it was opened is a
 * message of its own: nobody is called to one that only changes, and it may be that the wrong one had it.
 */
function withNews(
  { messages, place }: JobRecord,
  link: LinkRecord,
  nothing: LinkNews['empty'],
): readonly OutMessage[] | undefined {
  const known = messages.findLast((message) => message.link?.hash === link.hash);
  const empty = nothing ?? known?.link?.empty;
  // Whoever tries it while the first one waits for the page may be told of first.
  const newest = known?.link !== undefined && known.link.tries > link.tries ? known.link : newsOf(link);
  const news = { ...newest, ...(empty === undefined ? {} : { empty }) };
  const { message: _button, ...own } = place;
  const told: OutMessage = { kind: 'link', link: news, place: own, settled: false };
  if (known?.link !== undefined) {
    const { tries, openedAt } = known.link;
    if (tries === news.tries && openedAt === news.openedAt && known.link.empty === empty) return undefined;
    if (tries === 0 && news.tries > 0) return [...messages, told];
    return messages.map((message) =>
      message === known ? { ...message, link: news, settled: false } : message,
    );
  }
  return [...messages, told];
}

function withOpened(job: JobRecord, { hash, openedAt }: LinkRecord): JobRecord {
  if (openedAt === undefined) return job;
  return {
    ...job,
    deliveries: job.deliveries.map((delivery) =>
      delivery.link === hash ? { ...delivery, openedAt } : delivery,
    ),
    // The other messages say who has opened what.
    messages: job.messages.map((message) =>
      message.kind === 'link' ? message : { ...message, settled: false },
    ),
  };
}

export function createTellOfLinks({ store }: ProvisioningOptions, emit: Emit): TellOfLinks {
  async function tell(link: LinkRecord, empty?: LinkNews['empty']): Promise<void> {
    const told = await store.updateJob(link.jobId, (job) => {
      const messages = withNews(job, link, empty);
      return messages === undefined ? undefined : withOpened({ ...job, messages }, link);
    });
    if (told !== undefined) emit('linkUsed', link.jobId);
  }

  return {
    tell,
    async tellMissed() {
      for (const link of await store.listLinks({ used: true })) await tell(link);
    },
  };
}

import type { JobState } from '../../service/jobs/shownJob.ts';
import type { LinkNews } from '../../service/ports/records.ts';
import { callPerson } from '../callPerson.ts';
import { sayTime } from '../times.ts';
import type { NoticeView } from '../views/parts.ts';
import { count } from '../words.ts';
import { JOB_WORDS } from './words.ts';

const { linkNews: words } = JOB_WORDS;

function sayLink({ kind, recipient }: LinkNews, title: string): string {
  return kind === 'list' ? words.given(title) : words.mailed(recipient, title);
}

function sayTries({ tries, triedAt }: LinkNews): string[] {
  return tries === 0 || triedAt === undefined ? [] : [words.tries(tries, sayTime(triedAt))];
}

/** Tells the requester what became of a one-time link. */
export function showLinkNews(news: LinkNews, { job, rows }: JobState): NoticeView {
  const title =
    job.kind === 'one'
      ? rows[0] === undefined
        ? ''
        : callPerson(rows[0].person)
      : (job.fileName ?? count(job.total, 'person', 'people'));
  const opened = news.openedAt !== undefined;
  const link = sayLink(news, title);
  const suspicious = opened && news.tries > 0;
  const { empty } = news;
  const said = opened ? (empty === undefined ? words.opened : words.empty) : words.notOpened;
  return {
    kind: 'notice',
    tone: suspicious || !opened ? 'warning' : 'info',
    title: suspicious ? words.opened.triedAgain : said.title,
    text: [
      opened ? words.opened.text(link, sayTime(news.openedAt ?? 0)) : words.notOpened.text(link),
      ...(opened && empty !== undefined ? [words.empty.why[empty]] : []),
      ...sayTries(news),
    ],
    next: empty === 'customer' ? words.empty.nextGone : said.next,
    buttons: [],
  };
}

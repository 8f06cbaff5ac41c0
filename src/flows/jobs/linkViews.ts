import type { JobState } from '../../service/jobs/shownJob.ts';
import type { LinkNews } from '../../service/ports/records.ts';
import { sayTime } from '../times.ts';
import type { NoticeView } from '../views/parts.ts';
import { count } from '../words.ts';

function sayLink({ kind, recipient }: LinkNews, title: string): string {
  return kind === 'list'
    ? `The link you were given for ${title}`
    : `The link mailed to ${recipient} for ${title}`;
}

function sayTries({ tries, triedAt }: LinkNews): string[] {
  if (tries === 0 || triedAt === undefined) return [];
  return [
    `It was tried in vain ${count(tries, 'time', 'times')}, last on ${sayTime(triedAt)}. That showed nothing.`,
  ];
}

/** Tells the requester what became of a one-time link. */
export function showLinkNews(news: LinkNews, { job, rows }: JobState): NoticeView {
  const title =
    job.kind === 'one'
      ? (rows[0]?.person.displayName ?? '')
      : (job.fileName ?? count(job.total, 'person', 'people'));
  const opened = news.openedAt !== undefined;
  const text = opened
    ? [`${sayLink(news, title)} was opened on ${sayTime(news.openedAt ?? 0)}.`, ...sayTries(news)]
    : [
        `${sayLink(news, title)} was not opened: it has expired, or another link took its place.`,
        ...sayTries(news),
      ];
  const suspicious = opened && news.tries > 0;
  return {
    kind: 'notice',
    tone: suspicious || !opened ? 'warning' : 'info',
    title: suspicious
      ? 'A used password link was tried again.'
      : opened
        ? 'A password link was opened.'
        : 'A password link that no longer works was tried.',
    text,
    next: opened
      ? 'If that was not who you meant, set new passwords for those it showed: type user and the name, then press New password.'
      : 'Press Send mail again in the results for a new link.',
    buttons: [],
  };
}

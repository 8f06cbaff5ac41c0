import type { JobState } from '../../service/jobs/shownJob.ts';
import type { MailNews } from '../../service/ports/records.ts';
import type { NoticeView } from '../views/parts.ts';
import { sayDelivery, toDeliveryLines } from './deliveryLines.ts';
import { mailButtons } from './jobButtons.ts';
import { titleOf } from './jobViews.ts';
import { JOB_WORDS } from './words.ts';

const { mailNews: words } = JOB_WORDS;

/** A notice has ten lines. */
const MAX_LINES = 8;

/** How each of them stands now: it may have been sent again since. */
function listLines(news: MailNews, { job }: JobState): string[] {
  const named = job.deliveries.filter(({ recipient }) => news.recipients.includes(recipient));
  const lines = toDeliveryLines(named).map((line) => `${line.recipient}: ${sayDelivery(line)}`);
  const more = news.more + Math.max(0, lines.length - MAX_LINES);
  return [...lines.slice(0, MAX_LINES), ...(more > 0 ? [words.moreLines(more)] : [])];
}

/** Tells the requester what became of mails that were put off when their job ended. */
export function showMailNews(news: MailNews, state: JobState): NoticeView {
  const isOne = state.job.total === 1;
  const title = titleOf(state);
  if (news.outcome === 'accepted') {
    return {
      kind: 'notice',
      tone: 'success',
      title: words.accepted.title(isOne),
      text: [words.accepted.text(title, words.recipients(news.recipients.join(', '), news.more))],
      buttons: [],
    };
  }
  const said = words[news.outcome];
  return {
    kind: 'notice',
    tone: 'error',
    title: said.title(isOne),
    text: [title, ...listLines(news, state)],
    next: said.next(isOne),
    buttons: mailButtons(state),
  };
}

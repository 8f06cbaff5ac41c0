import type { JobState } from '../../service/jobs/shownJob.ts';
import type { MailNews } from '../../service/ports/records.ts';
import type { NoticeView } from '../views/parts.ts';
import { toDeliveryLines } from './deliveryLines.ts';
import { sayDelivery } from './deliveryWords.ts';
import { mailButtons } from './jobButtons.ts';
import { titleOf } from './jobViews.ts';

/** A notice has ten lines. */
const MAX_LINES = 8;

function sayRecipients({ recipients, more }: MailNews): string {
  return more > 0 ? `${recipients.join(', ')} and ${more} more` : recipients.join(', ');
}

/** How each of them stands now: it may have been sent again since. */
function listLines(news: MailNews, { job }: JobState): string[] {
  const named = job.deliveries.filter(({ recipient }) => news.recipients.includes(recipient));
  const lines = toDeliveryLines(named).map((line) => `${line.recipient}: ${sayDelivery(line)}`);
  const more = news.more + Math.max(0, lines.length - MAX_LINES);
  return [...lines.slice(0, MAX_LINES), ...(more > 0 ? [`and ${more} more: see the results file`] : [])];
}

/** Tells the requester what became of mails that were put off when their job ended. */
export function showMailNews(news: MailNews, state: JobState): NoticeView {
  const isOne = state.job.total === 1;
  const what = isOne ? 'password' : 'passwords';
  const title = titleOf(state);
  if (news.outcome === 'accepted') {
    return {
      kind: 'notice',
      tone: 'success',
      title: isOne ? 'The password was delivered.' : 'Passwords were delivered.',
      text: [`${title}: the mail server has now accepted the mail to ${sayRecipients(news)}.`],
      buttons: [],
    };
  }
  return {
    kind: 'notice',
    tone: 'error',
    title:
      news.outcome === 'refused'
        ? `The ${what} could not be delivered.`
        : `The ${what} could not be delivered for three days, so Rollcall stopped trying.`,
    text: [title, ...listLines(news, state)],
    next:
      news.outcome === 'refused'
        ? `Check the address. Send the ${what} to someone else, or reveal the ${what} and pass ${isOne ? 'it' : 'them'} on.`
        : `Press Send mail again once the mail server works, or reveal the ${what} and pass ${isOne ? 'it' : 'them'} on.`,
    buttons: mailButtons(state),
  };
}

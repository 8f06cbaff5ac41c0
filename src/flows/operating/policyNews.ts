import type { NoticeView } from '../views/parts.ts';
import type { NewsReader } from './adminNews.ts';
import { OPERATING_WORDS } from './words.ts';

const { policyRefused, policyBehind, policyLeft, firstTeamChanged } = OPERATING_WORDS;

/** A card is read on a phone; the log has all of them. */
const MOST = 5;

/** What the environment calls the file is for the log. */
function shorten(problem: string): string {
  return problem.replace(/^POLICY_FILE(:| \S+:) /, '').replace(/ \(JSON file that says [\s\S]*$/, '');
}

/** To admins: a policy file that was changed and cannot be taken; where it is wrong names customers, so only to those of all. */
export function showPolicyRefused(
  found: readonly string[],
  { isForAll }: Pick<NewsReader, 'isForAll'>,
): NoticeView {
  const problems = isForAll ? found : [];
  const more = problems.length - MOST;
  return {
    kind: 'notice',
    tone: 'warning',
    title: policyRefused.title,
    text: [
      policyRefused.text,
      ...problems.slice(0, MOST).map(shorten),
      ...(more > 0 ? [policyRefused.more(more)] : []),
    ],
    next: policyRefused.next,
    buttons: [],
  };
}

/** To admins: an instance has had an older policy file than others for a while, and does nothing. */
export function showPolicyBehind(): NoticeView {
  return {
    kind: 'notice',
    tone: 'warning',
    title: policyBehind.title,
    text: [policyBehind.text],
    next: policyBehind.next,
    buttons: [],
  };
}

/** To admins: something waits for a newer policy file than the one that stands in. It may be anybody's, so it names nobody. */
export function showPolicyLeft(): NoticeView {
  return {
    kind: 'notice',
    tone: 'warning',
    title: policyLeft.title,
    text: [policyLeft.text],
    next: policyLeft.next,
    buttons: [],
  };
}

/** To admins: another Slack workspace is the first of the policy now, to which what names none belongs. */
export function showFirstTeamChanged(before: string, now: string): NoticeView {
  return {
    kind: 'notice',
    tone: 'warning',
    title: firstTeamChanged.title,
    text: [firstTeamChanged.text(before, now)],
    next: firstTeamChanged.next(before),
    buttons: [],
  };
}

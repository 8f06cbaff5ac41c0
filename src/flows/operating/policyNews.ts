import type { NoticeView } from '../views/parts.ts';

/** A card is read on a phone; the log has all of them. */
const MOST = 5;

/** What the environment calls the file is for the log. */
function shorten(problem: string): string {
  const [said = ''] = problem.replace(/^POLICY_FILE(:| \S+:) /, '').split(' (JSON file that says ');
  return said;
}

/** To admins: a policy file that was changed and cannot be taken. */
export function showPolicyRefused(problems: readonly string[]): NoticeView {
  const more = problems.length - MOST;
  return {
    kind: 'notice',
    tone: 'warning',
    title: 'The policy file was changed, and has a mistake',
    text: [
      'Rollcall goes on with the policy that it had, so what was changed does not hold yet.',
      ...problems.slice(0, MOST).map(shorten),
      ...(more > 0 ? [`There are ${more} more. The log has all of them (policy.refused).`] : []),
    ],
    next: 'Correct policy.json where Rollcall runs. It is read again by itself within seconds; npm run doctor policy tells the same.',
    buttons: [],
  };
}

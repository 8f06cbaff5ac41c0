import { NO_CHAT, type Settings } from '../../config/config.ts';
import { explain, VARIABLES, type VariableName } from '../../config/configVariables.ts';
import { listWords } from '../../domain/listWords.ts';
import { listQuestions } from '../setup/questions.ts';
import { SLACK_WAYS } from '../setup/slackWay.ts';
import { type CheckName, type Finding, reportOn } from './finding.ts';

/** Which check a variable is a part of, by how its name begins. */
const PARTS: readonly [RegExp, CheckName][] = [
  [/^SLACK_/, 'slack'],
  [/^(MicrosoftApp|TEAMS_)/, 'teams'],
  [/^(AZURE_|GRAPH_URL|CLOUD)/, 'graph'],
  [/^(SMTP_URL|MAIL_)/, 'mail'],
  [/^POLICY_FILE/, 'policy'],
  [/^(PUBLIC_URL|TRUSTED_PROXIES)/, 'address'],
  [/^(DATA_DIR|SECRET_KEY)/, 'store'],
];

const POLICY_FIX =
  'Correct it in the policy file (policy.json, unless POLICY_FILE names another), and run this again.';

function partOf(problem: string): CheckName {
  return PARTS.find(([start]) => start.test(problem))?.[1] ?? 'settings';
}

const isAskedFor = (name: string): boolean =>
  SLACK_WAYS.some((slackWay) =>
    listQuestions({ chats: 'both', slackWay }).some((question) => question.name === name),
  );

/** Parts a problem into what is so and what to do: `NAME: what is wrong (what it is. Find it: where)`. */
function toFinding(problem: string, unanswered: readonly string[]): Finding {
  const report = reportOn(partOf(problem));
  if (problem.startsWith(NO_CHAT) && unanswered.length > 0) {
    return report.wrong(NO_CHAT, `npm run setup asks for ${listWords(unanswered, 'and')}.`);
  }
  const name = /^\w+(?=:)/.exec(problem)?.[0] ?? '';
  if (!Object.hasOwn(VARIABLES, name))
    return report.wrong(
      problem,
      'Run npm run setup, or set it in .env or the environment (.env.example explains each).',
    );
  const explained = ` (${explain(name as VariableName)})`;
  const said = problem.endsWith(explained) ? problem.slice(0, -explained.length) : problem;
  // The variable is right, and what is in its file is not.
  if (name === 'POLICY_FILE') return report.wrong(`${said}.`, POLICY_FIX);
  return report.wrong(
    `${said}.`,
    `Set ${name}: ${explain(name as VariableName)}.${isAskedFor(name) ? ' npm run setup asks for it.' : ''}`,
  );
}

/** With its way, where it isn't the usual one. */
function nameSlack({ slack }: Settings['read']): string {
  const ways = [
    ...(slack !== undefined && 'appToken' in slack.door ? ['over Socket Mode'] : []),
    ...(slack?.install === undefined ? [] : ['in the workspaces that it is added to']),
  ];
  return ['Slack', ...ways].join(' ');
}

/**
 * What is missing or wrong in the environment and the policy file, each as a finding of the check that it stops.
 *
 * @param unanswered what setup has yet to be told of the chats that were chosen there
 */
export function examineSettings(
  { problems, chosen, read }: Settings,
  unanswered: readonly string[] = [],
): Finding[] {
  const { ok, wrong } = reportOn('settings');
  if (!Object.values(chosen).includes(true)) {
    return [
      ...problems.map((problem) => toFinding(problem, unanswered)),
      wrong(
        'Nothing is set up yet: no credentials are set, so "npm start" runs the sandbox.',
        'Run npm run setup, which asks for what it needs.',
      ),
    ];
  }
  if (problems.length > 0) return problems.map((problem) => toFinding(problem, unanswered));
  const chats = [...(chosen.slack ? [nameSlack(read)] : []), ...(chosen.teams ? ['Teams'] : [])].join(
    ' and ',
  );
  return [ok(`All required settings are there, for ${chats}.`)];
}

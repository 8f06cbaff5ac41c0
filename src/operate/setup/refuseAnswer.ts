import { readSettings } from '../../config/config.ts';
import { explain, VARIABLES, type VariableName } from '../../config/configVariables.ts';
import { isSingleAddress } from '../../mail/address.ts';
import { NOBODY } from '../doctor/examineAll.ts';

const GUID: readonly [RegExp, string] = [
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  'An object id is a GUID: 8-4-4-4-12 hexadecimal digits.',
];

/** The forms that the policy asks for; see `domain/policy/policy.ts`. */
const FACTS: Readonly<Record<string, readonly [RegExp, string]>> = {
  chats: [/slack|teams|both/i, 'Answer slack, teams, or both.'],
  slackWay: [/^(address|socket|workspaces)$/i, 'Answer address, socket, or workspaces.'],
  adminSlack: [/^[UW][A-Z0-9]{2,}$/, 'A member id begins with U or W, such as U012AB3CD.'],
  slackTeam: [
    /^[TE][A-Z0-9]{2,}$/,
    'The id of a workspace begins with T, such as T012AB3CD, and that of an organization with E.',
  ],
  adminTeams: GUID,
  administrativeUnit: GUID,
  severalTenants: [/^(yes|no)$/i, 'Answer yes or no.'],
};

/** Why a fact cannot be taken. Undefined: it can. Never repeats it. */
export function refuseFact(name: string, value: string): string | undefined {
  if (/[\r\n]/.test(value)) return 'Give it on one line.';
  if (name === 'adminMail') return isSingleAddress(value) ? undefined : 'Enter one plain email address.';
  const [form, said] = FACTS[name] ?? [];
  return form === undefined || form.test(value) ? undefined : said;
}

/** Why an answer cannot be taken, of facts and variables alike. Undefined: it can. Never repeats it. */
export function refuseAnswer(name: string, value: string): string | undefined {
  if (!Object.hasOwn(VARIABLES, name)) return refuseFact(name, value);
  if (/[\r\n]/.test(value)) return 'Give it on one line.';
  const { problems } = readSettings({ AZURE_TENANT_ID: NOBODY, [name]: value });
  const problem = problems.find((one) => one.startsWith(`${name}: `));
  return problem?.replace(` (${explain(name as VariableName)})`, '').concat('.');
}

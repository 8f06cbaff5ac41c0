import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readSettings } from '../../config/config.ts';
import { BYTE_ORDER_MARK } from '../../config/configFiles.ts';
import type { ReadFile } from '../../config/configReader.ts';
import { AUDIT_FILE } from '../../store/audit/auditFile.ts';
import { examineAddress } from './doctorAddress.ts';
import { type Diagnosis, examineAuditOf } from './doctorAudit.ts';
import { examineGraph } from './doctorGraph.ts';
import { examineMail } from './doctorMail.ts';
import { examinePeople } from './doctorPeople.ts';
import { examinePolicy, type SampleRequest } from './doctorPolicy.ts';
import { examineSettings } from './doctorSettings.ts';
import { examineStore } from './doctorStore.ts';
import { examineTeams } from './doctorTeams.ts';
import { CHECK_NAMES, type CheckName, type Finding, type Part, reportOn } from './finding.ts';
import { examineSlack } from './slack/doctorSlack.ts';

/** What is asked of an installation. */
export interface Question extends SampleRequest {
  checks: readonly CheckName[];
  /** Absolute. */
  dataDir: string;
  /** A hash of the audit that was noted before. */
  has?: string | undefined;
  /** Gets a test mail. */
  mailTo?: string;
  /** What setup knows of a chat before all of its answers are there. */
  setup?: { unanswered: readonly string[]; needsAddress: boolean };
}

/** A tenant of nobody: with any credential the whole environment is read. */
export const NOBODY = '00000000-0000-0000-0000-000000000000';

const NO_POLICY_FIX =
  'Check that it exists and that this user may read it. If there is none, npm run setup writes it once it knows who you are.';

/** One finding of lines that belong together: the first says what is so, the others what to do or more. */
function toFinding(
  check: CheckName,
  { well, lines }: Diagnosis,
  fix = 'Correct it, and run this again.',
): Finding[] {
  const { ok, wrong } = reportOn(check);
  if (well) return [ok(lines.join('\n'))];
  const [said = '', ...rest] = lines;
  return [wrong(said, rest.join('\n') || fix)];
}

async function examineAudit(env: NodeJS.ProcessEnv, { dataDir, has, checks }: Question): Promise<Finding[]> {
  const isThere = await stat(join(dataDir, AUDIT_FILE)).then(
    () => true,
    () => false,
  );
  const isShared = Boolean(env.DATABASE_URL || env.DATABASE_URL_FILE);
  // Before the first start there is nothing to examine, unless that is what was asked for.
  if (!isThere && !isShared && checks.length > 1) return [reportOn('audit').ok('There is no history yet.')];
  return toFinding('audit', await examineAuditOf(env, dataDir, has));
}

function examinePolicyFile(env: NodeJS.ProcessEnv, readFile: ReadFile, question: Question): Finding[] {
  const { requester, customer, people, licenses, for: whose } = question;
  const isAsked = question.checks.length === 1 || requester !== undefined || whose !== undefined;
  const sample = isAsked ? { requester, customer, people, licenses, for: whose } : {};
  let hasMark = false;
  let isRead = false;
  const found = examinePolicy(env, sample, (path) => {
    const text = readFile(path);
    hasMark = text.startsWith(BYTE_ORDER_MARK);
    isRead = true;
    return text;
  });
  const fix = isRead ? undefined : NO_POLICY_FIX;
  const findings = found.well
    ? toFinding('policy', found)
    : found.lines.flatMap((line) => toFinding('policy', { well: false, lines: [line] }, fix));
  if (!hasMark) return findings;
  return [
    ...findings,
    reportOn('policy').unsure(
      'The policy file begins with a byte-order mark. Rollcall reads it anyway; other programs may not.',
      'Save it as UTF-8 without BOM.',
    ),
  ];
}

/**
 * Every finding of the checks that are asked for, in the order of the checks. What keeps a check from running (a variable
 * that is missing or wrong) is a finding of that check. Changes nothing, and calls only services that are set.
 */
export async function examineAll(
  env: NodeJS.ProcessEnv,
  readFile: ReadFile,
  question: Question,
): Promise<Finding[]> {
  const settings = readSettings(env, readFile);
  const isSandbox = !Object.values(settings.chosen).includes(true);
  // Of the sandbox little is read, and what is set would be told as missing.
  const { read } = isSandbox ? readSettings({ ...env, AZURE_TENANT_ID: NOBODY }, readFile) : settings;
  const problems = examineSettings(settings, question.setup?.unanswered);
  const isAsked = (check: Part) => (question.checks as readonly Part[]).includes(check);
  const work: Readonly<Record<CheckName, () => Finding[] | Promise<Finding[]>>> = {
    settings: () => [],
    policy: () => examinePolicyFile(env, readFile, question),
    store: () => examineStore(read, read.policyFile === undefined ? undefined : readFile(read.policyFile)),
    audit: () => examineAudit(env, question),
    slack: () => examineSlack(read),
    teams: () => examineTeams(read),
    graph: () => examineGraph(read, question.requester === undefined ? question.customer : undefined),
    people: () => examinePeople(read),
    mail: () => examineMail(read, question.mailTo),
    address: () => examineAddress(read, question.setup?.needsAddress),
  };
  const found = await Promise.all(CHECK_NAMES.filter(isAsked).map((check) => work[check]()));
  const order: readonly Part[] = CHECK_NAMES;
  // The policy's own check says the same of the file, in more words.
  const more = problems.filter(
    ({ check, said }) =>
      isAsked(check) &&
      !(check === 'policy' && isAsked('policy') && /^POLICY_FILE/.test(said) && read.policy === undefined),
  );
  // What was refused is set, though nothing could be read of it.
  const isRefused = (name = '') => settings.problems.some((problem) => problem.startsWith(`${name}: `));
  const known = found.flat().filter(({ said }) => !isRefused(/^(\w+) isn't set,/.exec(said)?.[1]));
  return [...more, ...known].toSorted((one, other) => order.indexOf(one.check) - order.indexOf(other.check));
}

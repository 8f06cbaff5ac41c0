import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { config as loadDotenv } from 'dotenv';
import { readSettings } from '../../config/config.ts';
import { isSingleAddress } from '../../mail/address.ts';
import type { Rehearsal } from '../rehearse/rehearse.ts';
import { examineAll } from './examineAll.ts';
import { CHECK_NAMES, type CheckName, type Finding, printFinding } from './finding.ts';

/** `npm run doctor`: looks at an installation without changing it. Exits 1 when something is wrong. */

const HELP = `Usage: npm run doctor -- [checks] [options]

Calls the real services with the real credentials, changes nothing, and reports each check: fine (✓), won't work fully or
can't be checked from here (!), or wrong (✗), each with what to do. Name no check to run all of them.

Checks
  settings  Whether all required settings are there.
  policy    Whether Rollcall would start with POLICY_FILE (./policy.json), and its approval rules.
  store     The data folder, its disk, and its key.
  audit     Whether any entry of the audit log in DATA_DIR (./data) was changed, removed, added, or moved. Rollcall
            can keep running. Needs the SECRET_KEY that Rollcall has.
  slack     The bot token, its scopes and workspace, and the Slack ids in the policy.
  teams     The bot's sign-in, the keys for incoming requests, its tenant, and where files are stored.
  graph     Each customer's directory: sign-in, permissions, domains, licenses, and the marker attribute.
  people    The people in the policy: whether they are in the directory, and can be told apart.
  mail      The mail server: connection, TLS, and login.
  address   Whether PUBLIC_URL leads to this machine.

Options
  --customer ID       Without named checks: settings, policy, and graph, which looks at only this customer.  policy: see
                      below.
  --mail-to ADDRESS   Sends one test email there.
  --json              One JSON object for machines: { "well": true, "findings": [ … ] }.
  --has HASH          audit: a hash from an earlier run or from the log (audit.head), to check that nothing was cut off
                      at the end since then.
  --for ID            policy: what this person may do, and why.
  --rehearse [--customer ID] [--for ID] [--group NAME] [--mail-to ADDRESS]
                      Makes changes. In the real directory, it creates one blocked throwaway person, gives them a
                      license, changes them, resets their password, adds them to a group, deletes them, and restores
                      them. It posts one message to the person who runs it (the only admin, or --for ID), emails one
                      link, and removes all of it again. Reports anything that isn't as Rollcall expects, and writes
                      the requests and answers to rollcall-rehearsal/.
  --requester ID [--people N] [--licenses A,B]
                      policy: which rule applies to such a request, and who would be asked.

Exits 0 when nothing is wrong, 1 when something is, 2 when it doesn't understand the command.`;

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
  has: { type: 'string' },
  requester: { type: 'string' },
  for: { type: 'string' },
  customer: { type: 'string' },
  people: { type: 'string' },
  licenses: { type: 'string' },
  'mail-to': { type: 'string' },
  rehearse: { type: 'boolean' },
  group: { type: 'string' },
} as const;

/** Which checks an option asks something of. Others are refused: a misplaced option would ask another question. */
const TAKEN_BY: Readonly<Record<string, readonly CheckName[]>> = {
  has: ['audit'],
  requester: ['policy'],
  for: ['policy'],
  people: ['policy'],
  licenses: ['policy'],
  customer: ['policy', 'graph'],
  'mail-to': ['mail'],
};

function readArguments() {
  try {
    return parseArgs({ allowPositionals: true, options: OPTIONS });
  } catch {
    return undefined;
  }
}

/** Whoever asks about one customer asks about its directory, and nothing of the chats or the mail server. */
function usualChecks({
  customer,
  requester,
}: {
  customer?: string;
  requester?: string;
}): readonly CheckName[] {
  return customer === undefined || requester !== undefined ? CHECK_NAMES : ['settings', 'policy', 'graph'];
}

function isCheck(name: string): name is CheckName {
  return (CHECK_NAMES as readonly string[]).includes(name);
}

function report(findings: readonly Finding[], json: boolean): number {
  const well = findings.every(({ result }) => result !== 'wrong');
  if (json) console.log(JSON.stringify({ well, findings }, null, 2));
  else for (const finding of findings) console.log(printFinding(finding));
  return well ? 0 : 1;
}

/** Interrupted once, it removes what it made; a second time it ends at once. */
async function playRehearsal(asked: Omit<Rehearsal, 'folder' | 'stopping' | 'say'>): Promise<Finding[]> {
  const { rehearse } = await import('../rehearse/rehearse.ts');
  const stopping = new AbortController();
  const say = (line: string) => console.error(line);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping.signal.aborted) process.exit(1);
      say('Interrupted. Rollcall first removes what it created.');
      stopping.abort();
    });
  }
  const { read } = readSettings(process.env);
  const folder = resolve('rollcall-rehearsal');
  return rehearse(read, { ...asked, folder, stopping: stopping.signal, say });
}

async function main(): Promise<number> {
  loadDotenv({ quiet: true });
  const given = readArguments();
  if (given?.values.help === true) {
    console.log(HELP);
    return 0;
  }
  const names = given?.positionals ?? [];
  if (given === undefined || !names.every(isCheck)) {
    console.error(HELP);
    return 2;
  }
  const checks = names.length === 0 ? usualChecks(given.values) : names;
  const {
    json = false,
    help: _help,
    'mail-to': mailTo,
    rehearse: isRehearsal,
    group,
    ...asked
  } = given.values;
  if (isRehearsal === true) {
    const { customer, for: runner, ...others } = asked;
    const isPlain = names.length === 0 && Object.keys(others).length === 0;
    if (!isPlain || (mailTo !== undefined && !isSingleAddress(mailTo))) {
      console.error(isPlain ? '--mail-to: enter one plain email address.' : HELP);
      return 2;
    }
    return report(await playRehearsal({ customer, runner, group, mailTo }), json);
  }
  const misplaced = Object.keys({
    ...asked,
    ...(group && { group }),
    ...(mailTo === undefined ? {} : { 'mail-to': mailTo }),
  }).some((option) => checks.every((check) => TAKEN_BY[option]?.includes(check) !== true));
  if (misplaced || (mailTo !== undefined && !isSingleAddress(mailTo))) {
    console.error(mailTo !== undefined && !misplaced ? '--mail-to: enter one plain email address.' : HELP);
    return 2;
  }
  const findings = await examineAll(process.env, (path) => readFileSync(path, 'utf8'), {
    checks,
    dataDir: resolve(process.env.DATA_DIR || './data'),
    ...asked,
    ...(mailTo === undefined ? {} : { mailTo }),
  });
  return report(findings, json);
}

process.exitCode = await main();

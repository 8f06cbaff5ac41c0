import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { config as loadDotenv } from 'dotenv';
import { type Diagnosis, examineAuditOf } from './doctorAudit.ts';
import { examinePolicy } from './doctorPolicy.ts';

/** `npm run doctor <check>`: looks at an installation without changing it. Exits 1 when something is wrong. */

const HELP = `Usage: npm run doctor <check>

Checks
  audit [-- --has HASH]   That no entry of the audit in DATA_DIR (./data) was changed, removed, added or moved.
                          Rollcall may be running. Needs SECRET_KEY as Rollcall has it. With a hash noted from an
                          earlier run, or from the log (audit.head), also that the end was not cut off since.
  policy [-- --requester ID [--customer ID] [--people N] [--licenses A,B]]
                          That the policy in POLICY_FILE (./policy.json) is one Rollcall starts with, and its rules of
                          approval. With a requester, which rule such a request meets and who would be asked.

Exits 0 when all is well, 1 when not, 2 when it does not understand the question.`;

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  has: { type: 'string' },
  requester: { type: 'string' },
  customer: { type: 'string' },
  people: { type: 'string' },
  licenses: { type: 'string' },
} as const;

type Given = { [name in Exclude<keyof typeof OPTIONS, 'help'>]?: string | undefined };

interface Check {
  /** Others are refused, because a misplaced option would silently ask another question. */
  takes: readonly (keyof Given)[];
  run(given: Given): Diagnosis | Promise<Diagnosis>;
}

const CHECKS: Readonly<Record<string, Check>> = {
  audit: {
    takes: ['has'],
    run: ({ has }) => examineAuditOf(process.env, resolve(process.env.DATA_DIR || './data'), has),
  },
  policy: {
    takes: ['requester', 'customer', 'people', 'licenses'],
    run: ({ requester, customer, people, licenses }) =>
      examinePolicy(process.env, { requester, customer, people, licenses }),
  },
};

function readArguments() {
  try {
    return parseArgs({ allowPositionals: true, options: OPTIONS });
  } catch {
    return undefined;
  }
}

async function main(): Promise<number> {
  loadDotenv({ quiet: true });
  const given = readArguments();
  if (given?.values.help === true) {
    console.log(HELP);
    return 0;
  }
  const [name, ...more] = given?.positionals ?? [];
  const check =
    name !== undefined && Object.hasOwn(CHECKS, name) && more.length === 0 ? CHECKS[name] : undefined;
  if (given === undefined || check === undefined) {
    console.error(HELP);
    return 2;
  }
  const { help: _help, ...asked } = given.values;
  if (Object.keys(asked).some((name) => check.takes.every((taken) => taken !== name))) {
    console.error(HELP);
    return 2;
  }
  const { well, lines } = await check.run(asked);
  for (const line of lines) (well ? console.log : console.error)(line);
  return well ? 0 : 1;
}

process.exitCode = await main();

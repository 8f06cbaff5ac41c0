import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { config as loadDotenv } from 'dotenv';
import { type Diagnosis, examineAudit } from './doctorAudit.ts';

/** `npm run doctor <check>`: looks at an installation without changing it. Exits 1 when something is wrong. */

const HELP = `Usage: npm run doctor <check>

Checks
  audit [-- --has HASH]   That no entry of the audit in DATA_DIR (./data) was changed, removed, added or moved.
                          Rollcall may be running. With a hash noted from an earlier run, also that the end
                          was not cut off since.

Exits 0 when all is well, 1 when not, 2 when it does not understand the question.`;

type Check = (options: { has?: string | undefined }) => Promise<Diagnosis>;

const CHECKS: Readonly<Record<string, Check>> = {
  audit: ({ has }) => examineAudit(resolve(process.env.DATA_DIR || './data'), has),
};

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' }, has: { type: 'string' } },
    });
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
  const { well, lines } = await check({ has: given.values.has });
  for (const line of lines) (well ? console.log : console.error)(line);
  return well ? 0 : 1;
}

process.exitCode = await main();

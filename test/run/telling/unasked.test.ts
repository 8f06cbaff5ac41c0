import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../../../src/', import.meta.url));
/** Where code runs that nobody's click or word began. */
const ROOMS = ['flows', 'service', 'run', 'engine'];

/** What of these rooms matches, by its path. */
function filesWith(pattern: RegExp): string[] {
  return ROOMS.flatMap((room) =>
    readdirSync(join(SRC, room), { recursive: true, encoding: 'utf8' }).map((name) => `${room}/${name}`),
  )
    .filter((name) => name.endsWith('.ts') && pattern.test(readFileSync(join(SRC, name), 'utf8')))
    .sort();
}

/**
 * Each of these has a test that somebody of another customer gets nothing of it. One that is new here gets its test first:
 * jobs (their own requester alone), requests (`approvalNotify.test.ts`), files for several customers (`waves.test.ts`), answers
 * that were interrupted (whoever asked for one alone, `signs.test.ts`), and news for admins (`tellAdmins.test.ts`).
 */
it('nothing is sent unasked but by what minds whose customer it is about', () => {
  expect(filesWith(/\.openDirect\(|chat\.post\(|chat\.update\(/)).toEqual([
    'flows/approvals/approvalNotify.ts',
    'flows/jobs/notify.ts',
    'flows/signs.ts',
    'flows/waves/waveNotify.ts',
    // It counts what the others send.
    'run/measure.ts',
    'run/telling/tellAdmins.ts',
  ]);
});

/** Their tests: `checkAtStart`, `followPolicy` and `tellAdmins`, `oldData`, `isolation` of customers. */
it('admins are told by what asks for which customers each of them acts', () => {
  expect(
    filesWith(/\b(?:tell(?:Admins|Once)?|reachAdmins)\(/).filter((name) => name.startsWith('run/')),
  ).toEqual([
    'run/checkAtStart.ts',
    'run/customers/createCustomerParts.ts',
    'run/openChats.ts',
    'run/policy/followPolicy.ts',
    'run/policy/tellLeft.ts',
    'run/policy/watchNewest.ts',
    'run/slackInstall.ts',
    'run/telling/reachAdmins.ts',
    'run/telling/tellAdmins.ts',
    'run/telling/tellOnce.ts',
    'run/telling/tellUntilTold.ts',
    'run/watchOldData.ts',
  ]);
});

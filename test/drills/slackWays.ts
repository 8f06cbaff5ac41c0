import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { removeFolder } from '../composition/removeFolder.ts';
import type { Drill, DrillLine } from './drill.ts';

const ROOT = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../' : '../../../', import.meta.url),
);
const FOLDER = join(ROOT, 'test/e2e');

/**
 * Files that say for themselves how Slack reaches the bot: they send signed requests that no Slack would send, or add several
 * workspaces.
 */
const BY_THEMSELVES = /\/slack\/events|workspaces:|socketMode/;

/** The end-to-end tests in which people use Slack, and which do not care how it reaches the bot. */
async function listTests(): Promise<string[]> {
  const names = (await readdir(FOLDER)).filter((name) => /^[^.]+\.test\.ts$/.test(name)).sort();
  const read = await Promise.all(
    names.map(async (name) => ({ name, text: await readFile(join(FOLDER, name), 'utf8') })),
  );
  return read
    .filter(({ text }) => text.includes('useSandbox(') && /\bslack\.as\(/.test(text))
    .filter(({ text }) => !BY_THEMSELVES.test(text))
    .map(({ name }) => join(FOLDER, name));
}

interface Report {
  numTotalTests: number;
  testResults: readonly {
    assertionResults: readonly { status: string; fullName: string; failureMessages?: readonly string[] }[];
    status: string;
    name: string;
  }[];
}

/** The end-to-end tests of Slack once more, in another way than `npm test`, which has one token and sends over HTTP. */
async function playAll(way: 'socket' | 'oauth', short: boolean): Promise<DrillLine[]> {
  const all = await listTests();
  const files = short ? all.filter((file) => file.endsWith('slackAddUser.test.ts')) : all;
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-drill-'));
  try {
    const report = join(folder, 'report.json');
    const words = ['run', '--project', 'processes', '--reporter=json', `--outputFile=${report}`, ...files];
    const child = spawn(process.execPath, [join(ROOT, 'node_modules/vitest/vitest.mjs'), ...words], {
      cwd: ROOT,
      env: { ...process.env, ROLLCALL_TEST_SLACK: way },
      stdio: 'ignore',
    });
    await once(child, 'close');
    const { numTotalTests, testResults }: Report = JSON.parse(await readFile(report, 'utf8'));
    const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
    const failed = tests
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages: [why = ''] = [] }) => `${fullName}: ${why.split('\n')[0]}`);
    // What failed before or after its tests.
    const broken = testResults.filter(
      ({ status, assertionResults }) =>
        status === 'failed' && assertionResults.every((one) => one.status !== 'failed'),
    );
    const troubles = [...failed, ...broken.map(({ name }) => name)];
    return [
      {
        drill: way,
        files: testResults.length,
        tests: numTotalTests,
        ...(troubles.length === 0 ? {} : { failed: troubles.join(' · ') }),
        lost: 0,
        duplicated: 0,
        passwordsLost: 0,
        notKept: troubles.length,
        notReached: files.length - testResults.length,
      },
    ];
  } finally {
    await removeFolder(folder);
  }
}

/** Slack sends through a socket. */
export const drillSocket: Drill = ({ short }) => playAll('socket', short);

/** The app is added to the workspace at `/slack/install`. */
export const drillOauth: Drill = ({ short }) => playAll('oauth', short);

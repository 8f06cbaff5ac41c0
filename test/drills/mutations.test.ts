import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { removeFolder } from '../composition/removeFolder.ts';
import { MUTATIONS } from './controls.ts';
import { findFailures } from './drill.ts';
import { judgeRun } from './judgeRun.ts';
import { drillMutations, switchOff } from './mutations.ts';

const root = new URL('../../', import.meta.url);

describe('the drill that switches controls off', () => {
  it.each(MUTATIONS.map((mutation) => [mutation.check, mutation.what, mutation] as const))(
    '%s: finds what refuses %s, in one place',
    (_check, _what, mutation) => {
      const source = readFileSync(new URL(mutation.file, root), 'utf8');
      expect(switchOff(source, mutation)).not.toBe(source);
      expect(existsSync(new URL(mutation.test, root))).toBe(true);
    },
  );

  it('fails when the control is not where it was, or there twice', () => {
    const [mutation] = MUTATIONS;
    if (mutation === undefined) throw new Error('no mutation');
    expect(() => switchOff('nothing', mutation)).toThrow('0 times');
    expect(() => switchOff(`${mutation.text}${mutation.text}`, mutation)).toThrow('2 times');
  });

  it('sees that a test notices', async () => {
    const lines = await drillMutations({ short: true });
    expect(lines.map(({ check, outcome }) => [check, outcome])).toEqual([['T12', 'noticed']]);
    expect(lines.flatMap(findFailures)).toEqual([]);
  }, 120_000);
});

const IMPORT = "import { beforeAll, beforeEach, expect, it } from 'vitest';";
const LATE = 'new Promise(() => undefined), 20';
const FAILS = "() => { throw new Error('no database'); }";
const RUNS: readonly (readonly [string, string, string])[] = [
  ['noticed', 'a value that is another', "it('a', () => expect(1).toBe(2));"],
  ['noticed', 'a call that was to be refused', "it('a', () => expect(Promise.resolve()).rejects.toThrow());"],
  ['noticed', 'a call that was to be let in', "it('a', () => expect(Promise.reject(1)).resolves.toBe(1));"],
  ['noticed', 'what never came true', "it('a', () => expect.poll(() => 1, { timeout: 20 }).toBe(2));"],
  [
    'noticed',
    'a message that never came',
    "it('a', () => { throw new Error('20000 ms without that message. There is: nothing'); });",
  ],
  ['broken', 'a test that takes too long', `it('a', () => ${LATE});`],
  ['broken', 'a test that throws', `it('a', ${FAILS});`],
  ['broken', 'what each needs first', `beforeEach(${FAILS}); it('a', () => expect(1).toBe(2));`],
  ['broken', 'what all need first', `beforeAll(${FAILS}); it('a', () => expect(1).toBe(2));`],
  ['broken', 'a file that cannot be read', "import './nowhere.js'; it('a', () => expect(1).toBe(2));"],
  ['broken', 'a file without tests', ''],
];

describe('what became of a run of tests', () => {
  /** What vitest says of each file, by its name. */
  const reports = new Map<string, string>();

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rollcall-judge-'));
    try {
      const modules = fileURLToPath(new URL('node_modules', root));
      await symlink(modules, join(folder, 'node_modules'), 'dir');
      await writeFile(join(folder, 'vitest.config.js'), '');
      for (const [index, [, , test]] of RUNS.entries()) {
        await writeFile(join(folder, `${index}.test.js`), `${IMPORT}\n${test}`);
      }
      const words = [
        join(modules, 'vitest/vitest.mjs'),
        'run',
        '--reporter=json',
        '--outputFile=report.json',
      ];
      await once(spawn(process.execPath, words, { cwd: folder, stdio: 'ignore' }), 'close');
      const { testResults } = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'));
      for (const result of testResults) {
        reports.set(basename(result.name), JSON.stringify({ testResults: [result] }));
      }
    } finally {
      await removeFolder(folder);
    }
  }, 60_000);

  it.each(RUNS.map(([outcome, what], index) => [outcome, what, `${index}.test.js`]))(
    'is %s for %s',
    (outcome, _what, name) => {
      expect(reports.has(name)).toBe(true);
      expect(judgeRun(1, reports.get(name))).toBe(outcome);
    },
  );

  it.each([
    ['noticed', 'at /r/test/service/a.test.ts:34:38'],
    ['noticed', 'at refusalOf (/r/test/roster/reading.ts:35:9)'],
    ['broken', 'at openTestDatabase (/r/test/composition/openTestDatabase.ts:20:11)'],
    ['broken', 'at Client.connect (/r/node_modules/pg/lib/client.js:100:9)'],
    ['broken', 'at connect (/r/src/postgres/openDatabase.ts:40:9)'],
  ])('is %s for an error that was thrown %s', (outcome, frame) => {
    const message = `Error: It went\nanother way.\n    ${frame}\n    at /r/test/service/a.test.ts:1:1`;
    const failed = { status: 'failed', failureMessages: [message] };
    expect(judgeRun(1, JSON.stringify({ testResults: [{ assertionResults: [failed] }] }))).toBe(outcome);
  });

  it('is broken where there is no report, as where the run is ended, and passed where nothing failed', () => {
    expect(judgeRun(null, undefined)).toBe('broken');
    expect(judgeRun(0, undefined)).toBe('passed');
  });
});

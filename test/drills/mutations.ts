import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { removeFolder } from '../composition/removeFolder.ts';
import { MUTATIONS } from './controls.ts';
import type { Drill, DrillLine } from './drill.ts';
import { judgeRun, type Outcome } from './judgeRun.ts';
import type { Mutation } from './mutation.ts';

const ROOT = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../' : '../../../', import.meta.url),
);
/** Made by running things, or far too large to copy. */
const NOT_COPIED = ['node_modules', '.git', 'dist', 'dist-test', 'data', 'coverage'];

/** The file with the control switched off. Throws when the text is not there exactly once: then nothing is proved. */
export function switchOff(source: string, { check, file, text, becomes }: Mutation): string {
  const [before, after, ...more] = source.split(text);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(
      `${check}: ${file} has the text ${source.split(text).length - 1} times, not once: ${text}`,
    );
  }
  return `${before}${becomes}${after}`;
}

/**
 * For one control: the longest file takes three minutes on a busy machine. Without its control a test may go round for
 * ever, and no timeout of vitest's ends a loop that never waits.
 */
const MOST_MS = 10 * 60_000;

/** Runs test files in the copy, up to the first that fails; what takes longer than `mostMs` is ended, and tells nothing. */
async function runTests(copy: string, tests: readonly string[], mostMs?: number): Promise<Outcome> {
  const vitest = join(copy, 'node_modules/vitest/vitest.mjs');
  const file = join(copy, 'report.json');
  await rm(file, { force: true });
  const words = ['run', '--bail=1', '--reporter=json', `--outputFile=${file}`, ...tests];
  const child = spawn(process.execPath, [vitest, ...words], { cwd: copy, stdio: 'ignore', detached: true });
  // Its workers are in its group, and do not end with it.
  const end = () => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL');
  const tooLong = mostMs === undefined ? undefined : setTimeout(end, mostMs);
  const [code] = await once(child, 'close');
  clearTimeout(tooLong);
  try {
    // A run that is broken off at its first failure leaves the processes of other tests, which would go on for ever.
    end();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
  return judgeRun(code, await readFile(file, 'utf8').catch(() => undefined));
}

/**
 * Switches one control after another off in a copy of this repository, and sees whether its test notices. A control
 * whose test passes without it counts as `notReached`, and so does one whose test fails without saying why it was to pass.
 */
export const drillMutations: Drill = async ({ short }) => {
  const copy = await mkdtemp(join(tmpdir(), 'rollcall-mutations-'));
  try {
    await cp(ROOT, copy, {
      recursive: true,
      filter: (from) => from === ROOT || !NOT_COPIED.includes(basename(from)),
    });
    await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'), 'dir');
    const mutations = short ? MUTATIONS.filter(({ check }) => check === 'T12') : MUTATIONS;
    // A test that fails anyway would seem to notice everything.
    const tests = [...new Set(mutations.map(({ test }) => test))];
    if ((await runTests(copy, tests)) !== 'passed') {
      throw new Error('The tests fail before anything is switched off.');
    }
    const lines: DrillLine[] = [];
    for (const mutation of mutations) {
      const file = join(copy, mutation.file);
      const source = await readFile(file, 'utf8');
      await writeFile(file, switchOff(source, mutation));
      const outcome = await runTests(copy, [mutation.test], MOST_MS);
      await writeFile(file, source);
      const { check, what, test } = mutation;
      lines.push({
        drill: 'mutations',
        check,
        refuses: what,
        test,
        outcome,
        lost: 0,
        duplicated: 0,
        passwordsLost: 0,
        notReached: outcome === 'noticed' ? 0 : 1,
      });
    }
    return lines;
  } finally {
    await removeFolder(copy);
  }
};

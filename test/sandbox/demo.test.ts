import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { createTranscript } from '../../src/sandbox/demo/transcript.ts';

const MAIN = fileURLToPath(new URL('../../dist/sandbox/demo/main.js', import.meta.url));

it('npm run demo plays every scene, and all of its facts hold', async () => {
  const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' };
  // It rejects with what was printed where the demo exits with anything but 0.
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [MAIN], { env });
  expect(stderr).toBe('');
  expect(Number(/^All (\d+) facts hold\.$/m.exec(stdout)?.[1])).toBeGreaterThanOrEqual(21);
}, 180_000);

it('a fact that does not hold is counted, so that the demo fails', () => {
  const lines: string[] = [];
  const transcript = createTranscript((line) => lines.push(line));
  transcript.holds('one and one are two', true);
  transcript.holds('one and one are three', false);
  expect([transcript.held, transcript.failed]).toEqual([1, ['one and one are three']]);
  expect(lines.join('\n')).toContain('one and one are three');
});

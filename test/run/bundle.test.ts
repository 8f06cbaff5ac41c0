import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { expect, it } from 'vitest';
import { createSandbox } from '../../src/sandbox/sandbox.ts';

const dist = new URL('../../dist/', import.meta.url);
const source = new URL('../../src/run/startRollcall.ts', import.meta.url);

it('starts from a few files that hold all packages', () => {
  const files = readdirSync(dist).filter((name) => name.endsWith('.js'));
  expect(files).toContain('main.js');
  const imports = files.flatMap((name) => [
    ...readFileSync(new URL(name, dist), 'utf8').matchAll(/^import\b[^"\n]*"([^"\n]+)";$/gm),
  ]);
  const named = imports.map(([, name = '']) => name);
  expect(named).toContain('node:fs');
  expect(named.filter((name) => !isBuiltin(name) && !files.includes(name.replace('./', '')))).toEqual([]);
});

it('says in which line of which source it failed', async () => {
  const breakStart = "process.getuid = () => { throw new TypeError('Nobody knows.'); };";
  const sandbox = await createSandbox({
    env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(breakStart)}` },
  });
  await expect(sandbox.bot.start()).rejects.toThrow('Rollcall did not start');
  const told = sandbox.bot.lines.find((line) => line.includes('rollcall.notStarted'));
  await sandbox.stop();

  const { err } = JSON.parse(told ?? '{}') as { err: { type: string; stack: string[] } };
  expect(err.type).toBe('TypeError');
  const [, at = ''] = /src\/run\/startRollcall\.ts:(\d+):\d+\)/.exec(err.stack.join('\n')) ?? [];
  expect(readFileSync(source, 'utf8').split('\n')[Number(at) - 1]).toContain('process.getuid');
});

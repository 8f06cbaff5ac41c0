import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findFailures } from './drill.ts';

const MAIN = fileURLToPath(new URL('../../dist-test/test/drills/main.js', import.meta.url));

async function run(...words: string[]) {
  const child = spawn(process.execPath, [MAIN, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, said, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { out, said, code };
}

describe('npm run drill', () => {
  it('refuses a name that it does not know, and lists those it knows', async () => {
    const { out, said, code } = await run('kil');
    expect([out, code]).toEqual(['', 2]);
    expect(said).toContain('There is no drill "kil". There are: kill');
  });

  it('refuses an option that it does not know, and --naive for anything but kill', async () => {
    expect(await run('kill', '--fast')).toMatchObject({ code: 2, said: expect.stringContaining('--short') });
    expect(await run('--naive')).toMatchObject({ code: 2, said: expect.stringContaining('kill -- --naive') });
  });

  it('fails when a runner loses passwords, as one does that creates first and records after', async () => {
    const { out, said, code } = await run('kill', '--naive', '--short');
    const line = JSON.parse(out);
    expect(line).toMatchObject({ drill: 'kill', runner: 'naive', notReached: 0, lost: 0, duplicated: 0 });
    expect(line.passwordsLost).toBeGreaterThan(0);
    expect(said).toContain(`passwordsLost ${line.passwordsLost}`);
    expect(code).toBe(1);
  }, 60_000);
});

describe('a line of a drill', () => {
  const fine = { drill: 'kill', lost: 0, duplicated: 0, passwordsLost: 0 };

  it('is fine when nothing is lost, twice or not reached', () => {
    expect(findFailures({ ...fine, notReached: 0, kills: 7 })).toEqual([]);
  });

  it.each(['lost', 'duplicated', 'passwordsLost', 'notReached'])('fails for %s', (name) => {
    expect(findFailures({ ...fine, [name]: 2 })).toEqual([`${name} 2`]);
  });
});

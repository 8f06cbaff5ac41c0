import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { useSandbox } from './useSandbox.ts';

const CANARY = 'Canary-7f3K9xQ2';

/** In the bot's process: an error as a client of HTTP throws it, which nobody catches, once for each signal. */
const PRELOAD = `
  const { CANARY } = process.env;
  const fail = () => Object.assign(new Error('400 {"passwordProfile":{"password":"' + CANARY + '"}}'), {
    config: { headers: { Authorization: 'Bearer ' + CANARY }, data: CANARY },
    cause: new Error('password=' + CANARY),
  });
  process.on('SIGUSR2', () => setImmediate(() => { throw fail(); }));
  process.on('SIGWINCH', () => void Promise.reject(fail()));
  process.on('SIGURG', () => console.error(fail(), 'Error: password=' + CANARY, { headers: CANARY }));
`;

const setUp = useSandbox({
  env: { CANARY, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(PRELOAD)}` },
});

describe('an error that nobody caught', () => {
  it.each(['SIGUSR2', 'SIGWINCH'] as const)(
    'ends the process, and its last words hold no secret (%s)',
    async (signal) => {
      const { sandbox, watched } = setUp;
      const before = watched.lines.length;
      const { pid } = sandbox.bot;
      if (pid === undefined) throw new Error('The bot does not run.');
      process.kill(pid, signal);
      await expect.poll(() => sandbox.bot.pid, { timeout: 10_000 }).toBeUndefined();
      const lines = watched.lines.slice(before);
      const words = lines.filter((line) => line.includes('rollcall.crashed'));
      expect(words).toHaveLength(1);
      expect(JSON.parse(words[0] ?? '')).toMatchObject({ level: 'error', err: { type: 'Error' } });
      expect(lines.join('\n')).not.toContain(CANARY);
      await sandbox.bot.start();
    },
  );
});

describe('what a library prints', () => {
  it('is a line of the log, without the secrets in it', async () => {
    const { sandbox, watched } = setUp;
    const before = watched.lines.length;
    process.kill(sandbox.bot.pid ?? 0, 'SIGURG');
    const { teams } = sandbox;
    // The SDK prints the error.
    const exp = Math.floor(Date.now() / 1_000) - 3_600;
    await teams.deliver(teams.activity(CAST.helpdesk.teams, { text: 'help' }), { claims: { exp } });
    const lines = () => watched.lines.slice(before);
    await expect
      .poll(() => lines().filter((line) => line.includes('library.said')).length, { timeout: 10_000 })
      .toBeGreaterThanOrEqual(2);
    for (const line of lines()) expect(JSON.parse(line)).toHaveProperty('event');
    expect(lines().join('\n')).not.toContain(CANARY);
  });
});

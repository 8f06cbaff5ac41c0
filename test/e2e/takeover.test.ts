import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { closeSync, openSync, readdirSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf } from '../../src/sandbox/teams/textOf.ts';
import { isLeftover } from '../../src/store/disk/writeDurably.ts';
import { type HeldStore, openLowdbStore } from '../../src/store/openLowdbStore.ts';
import { createTestClock, createTestLog, masterKeys } from '../store/sampleRecords.ts';
import { useSandbox } from './useSandbox.ts';

const SIZE = 240;
const setUp = useSandbox();

function roster(): string {
  const rows = Array.from({ length: SIZE }, (_, i) => `frozen${i}@contoso.com,,,Frozen ${i}`);
  return ['Username,First name,Last name,Display name', ...rows].join('\n');
}

function created() {
  return [...setUp.sandbox.graph.state.users.values()].filter(({ displayName }) =>
    displayName.startsWith('Frozen '),
  );
}

async function startJob() {
  const omar = setUp.sandbox.teams.as(CAST.admin.teams);
  await omar.say('', { files: [{ name: 'frozen.csv', content: roster() }] });
  const verification = await omar.waitForMessage((message) => textOf(message).includes('frozen.csv'));
  const form = await omar.click(verification, 'addusers.setup');
  const confirm = await omar.click(form, 'addusers.setupSubmit', {
    signIn: 'allowed',
    usageLocation: 'DE',
    recipients: 'frozen@contoso.com',
  });
  await omar.click(confirm, 'addusers.start');
  return omar;
}

/**
 * Everything that a store reads of the folder, by name. A call that waited for a thread when the process was frozen may
 * still leave a file of the kind that every start removes unread.
 */
function readFolder(folder: string): Record<string, string> {
  const entries = readdirSync(folder).flatMap((name): [string, string][] => {
    const path = join(folder, name);
    if (isLeftover(name)) return [];
    if (statSync(path).isDirectory())
      return Object.entries(readFolder(path)).map(([inner, text]) => [`${name}/${inner}`, text]);
    return [[name, readFileSync(path, 'latin1')]];
  });
  return Object.fromEntries(entries);
}

/** Requests and connections that the services in this process get from now on. */
function countArrivals(): { count: number; stop(): void } {
  const channels = ['http.server.request.start', 'net.server.socket'];
  const note = () => {
    arrivals.count += 1;
  };
  const arrivals = {
    count: 0,
    stop() {
      for (const channel of channels) unsubscribe(channel, note);
    },
  };
  for (const channel of channels) subscribe(channel, note);
  return arrivals;
}

describe('D5: a process that is frozen in the middle of a job until another has taken over', () => {
  it('ends when it thaws, says why, and begins and writes nothing any more', async () => {
    const { sandbox, watched } = setUp;
    setUp.expectsTrouble();
    sandbox.graph.switches.latencyMs = 600;
    await startJob();
    await expect.poll(() => created().length, { timeout: 60_000, interval: 20 }).toBeGreaterThan(5);
    const { pid } = sandbox.bot;
    if (pid === undefined) throw new Error('The bot does not run.');
    process.kill(pid, 'SIGSTOP');
    // What it may have begun to write when it stood still.
    const begun = openSync(join(sandbox.dataDir, 'audit.jsonl'), 'a');

    // Two processes of one machine see each other; these two are to be on different ones.
    const lockFile = join(sandbox.dataDir, 'lock');
    const holder = JSON.parse(readFileSync(lockFile, 'utf8'));
    writeFileSync(lockFile, JSON.stringify({ ...holder, host: 'elsewhere' }));
    const log = createTestLog();
    let taken: HeldStore | undefined;
    try {
      taken = await openLowdbStore({ folder: sandbox.dataDir, masterKeys, clock: createTestClock(), log });
      expect(log.events.map(({ event }) => event)).toContain('store.lock_taken_over');

      const before = readFolder(sandbox.dataDir);
      const people = created().length;
      expect(people).toBeLessThan(SIZE);
      // What people did meanwhile waits at its door.
      const mia = sandbox.teams.activity(CAST.helpdesk.teams, { text: 'help' });
      const asked = sandbox.teams.deliver(mia);
      await sleep(200);
      const arrivals = countArrivals();
      process.kill(pid, 'SIGCONT');
      await expect.poll(() => sandbox.bot.pid, { timeout: 10_000, interval: 20 }).toBeUndefined();
      expect(await asked).not.toBe(200);
      expect(arrivals.count).toBe(0);
      arrivals.stop();
      expect(created()).toHaveLength(people);
      writeSync(begun, 'the end of a line\n');
      expect(readFolder(sandbox.dataDir)).toEqual(before);
    } finally {
      closeSync(begun);
      if (sandbox.bot.pid !== undefined) process.kill(pid, 'SIGCONT');
    }

    expect(await sandbox.bot.stop()).toBe(1);
    const words = watched.lines.filter((line) => /"event":"(store\.lock_lost|rollcall\.)/.test(line));
    expect(words.at(-2)).toContain('store.lock_lost');
    expect(words.at(-1)).toContain('rollcall.lost_data_folder');

    await taken?.close();
    sandbox.graph.switches.latencyMs = 0;
    await sandbox.bot.start();
    await sandbox.mail.waitForMail(({ to }) => to.includes('frozen@contoso.com'), 60_000);
    expect(created()).toHaveLength(SIZE);
  }, 180_000);
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { identifyProcess, isAlive } from '../../src/store/processIdentity.ts';

const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** proc(5): what follows the command, from the third field on. */
const readFields = async (pid: number): Promise<string[]> =>
  (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /s, '').split(' ');

describe.skipIf(process.platform !== 'linux')('a process that held a data folder', () => {
  it('lives as long as it runs, and is gone when its pid is', async () => {
    const us = await identifyProcess();
    expect(await isAlive(us, us)).toBe('alive');
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    children.push(child);
    const { pid = 0 } = child;
    const them = { ...us, pid, started: (await readFields(pid))[19] ?? '' };
    expect(await isAlive(them, us)).toBe('alive');
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    expect(await isAlive(them, us)).toBe('gone');
  });

  it('is gone once it has ended, though whoever started it never asks how', async () => {
    const us = await identifyProcess();
    const parent = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    children.push(parent);
    const [line] = await once(createInterface({ input: parent.stdout }), 'line');
    const pid = Number(line);
    const them = { ...us, pid, started: (await readFields(pid))[19] ?? '' };
    expect(await isAlive(them, us)).toBe('alive');
    await expect.poll(async () => (await readFields(pid))[0]).toBe('Z');
    expect(await isAlive(them, us)).toBe('gone');
  });
});

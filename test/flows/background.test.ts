import { describe, expect, it } from 'vitest';
import { createBackground } from '../../src/flows/background.ts';
import type { Clock } from '../../src/service/ports/surroundings.ts';
import { createTestLog } from '../store/sampleRecords.ts';

/** A background whose deadlines come when the test says so. */
function start() {
  const said: string[] = [];
  const log = createTestLog();
  let endWaits: () => void = () => undefined;
  const waits = new Promise<void>((resolve) => {
    endWaits = resolve;
  });
  const clock: Clock = { now: () => 0, sleep: () => waits };
  const background = createBackground({
    platform: 'slack',
    clock,
    log,
    say: async (person) => void said.push(person),
  });
  return { background, said, log, endWaits };
}

describe('D12: answers that one person waits for', () => {
  it('are twenty at once; of the others they are told once, and nobody else waits for them', async () => {
    const { background, said, log } = start();
    let began = 0;
    const ends: (() => void)[] = [];
    const work = () => {
      began += 1;
      return new Promise<void>((resolve) => ends.push(resolve));
    };
    for (let index = 0; index < 90; index += 1) background.run('U0STRANGER', work);
    expect(began).toBe(20);
    await expect.poll(() => said).toEqual(['U0STRANGER']);
    expect(log.events.some(({ event }) => event === 'slack.tooManyWaiting')).toBe(true);
    background.run('U0MIA', work);
    expect(began).toBe(21);
    for (const end of ends) end();
    await background.drain();
    background.run('U0STRANGER', work);
    expect(began).toBe(22);
  });
});

describe('T5: an answer that could not be sent', () => {
  function startFailing(failures: number) {
    const said: string[] = [];
    let left = failures;
    const clock: Clock = { now: () => 0, sleep: async () => undefined };
    const say = async (person: string, { title }: { title: string }) => {
      left -= 1;
      if (left >= 0) throw new Error('down');
      said.push(`${person}: ${title}`);
    };
    return { said, background: createBackground({ platform: 'teams', clock, log: createTestLog(), say }) };
  }
  const fail = () => Promise.reject(new Error('503'));

  it.each([0, 1])('is told to whoever waits for it, after %i failures of that', async (failures) => {
    const { background, said } = startFailing(failures);
    background.run('U0MIA', fail);
    await expect.poll(() => said).toEqual(["U0MIA: Teams didn't accept the answer to your request."]);
  });

  it('is told to nobody where nobody is known, or while Rollcall stops', async () => {
    const { background, said } = startFailing(0);
    background.run('', fail);
    let end: (error: Error) => void = () => undefined;
    background.run('U0MIA', () => new Promise((_resolve, reject) => (end = reject)));
    const drained = background.drain();
    end(new Error('503'));
    await drained;
    expect(said).toEqual([]);
  });
});

describe('D12: what is still being answered at the end', () => {
  it('is waited for, and left when it takes too long', async () => {
    const { background, log, endWaits } = start();
    let end: () => void = () => undefined;
    background.run('U0MIA', () => new Promise<void>((resolve) => (end = resolve)));
    const drained = background.drain();
    end();
    await drained;
    expect(log.events).toEqual([]);

    background.run('U0MIA', () => new Promise<void>(() => undefined));
    endWaits();
    await background.drain();
    expect(log.events.map(({ event }) => event)).toEqual(['slack.notDrained']);
  });
});

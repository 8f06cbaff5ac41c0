import { expect, it } from 'vitest';
import { createPace } from '../../src/mail/pace.ts';
import { createMemoryQuota } from '../../src/service/ports/quota.ts';
import { createFakeClock } from '../graph/graphDouble.ts';

it('sends so many mails a minute, however many processes send them', async () => {
  const clock = createFakeClock();
  const quota = createMemoryQuota(clock);
  const paces = [createPace(10, clock, quota), createPace(10, clock, quota)];
  const sentAt: number[] = [];
  for (let mail = 0; mail < 30; mail += 1) {
    await paces[mail % 2]?.run(async () => sentAt.push(clock.now()));
  }
  const [first = 0] = sentAt;
  expect(sentAt.map((at) => (at - first) / 60_000)).toEqual(sentAt.map((_at, mail) => Math.floor(mail / 10)));
});

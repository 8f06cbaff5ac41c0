import { expect, it } from 'vitest';
import { drillLoad } from './load.ts';

it('two hundred interactions a second are all acknowledged while a job runs', async () => {
  const [line] = await drillLoad({ short: true });
  expect(line).toMatchObject({ lostAcks: 0, lost: 0, notReached: 0 });
  expect(Number(line?.acks)).toBeGreaterThan(5_900);
}, 180_000);

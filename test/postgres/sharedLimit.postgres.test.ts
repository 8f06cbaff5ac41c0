import { expect, it } from 'vitest';
import { createWritePacer } from '../../src/graph/client/writePacer.ts';
import { openDatabase } from '../../src/postgres/openDatabase.ts';
import { createQuota } from '../../src/postgres/quota.ts';
import { createScaledClock, scaleQuota } from '../bench/scaledClock.ts';
import { openTestDatabase } from '../composition/openTestDatabase.ts';
import { createTestLog } from '../store/sampleRecords.ts';

const SPEED = 10;
const INSTANCES = 3;
const BATCHES_EACH = 75;
const BATCH = 20;
/** Microsoft's limit: so many at once, and 20 a second. */
const LIMIT = 3_000;
const A_SECOND = 20;
/** What bulk leaves to people at a form. */
const RESERVE = 60;

it('three instances use up one tenant’s limit together, as fast as one could, and stay within it', async () => {
  const database = await openTestDatabase();
  const startedAt = Date.now();
  const clock = createScaledClock(SPEED, startedAt);
  const databases = Array.from({ length: INSTANCES }, () =>
    openDatabase({ url: database.url, log: createTestLog() }),
  );
  /** On the server's clock, ten times as fast. */
  const pacers = databases.map((one) => {
    const quota = scaleQuota(createQuota(one), clock);
    return createWritePacer(clock, () => 1, { quota, key: 'writes' });
  });
  const from = clock.now();
  let sent = 0;
  let most = 0;
  await Promise.all(
    pacers.map(async (pacer) => {
      for (let batch = 0; batch < BATCHES_EACH; batch += 1) {
        await pacer.take(BATCH, 'bulk');
        sent += BATCH;
        most = Math.max(most, sent - ((clock.now() - from) / 1_000) * A_SECOND);
      }
    }),
  );
  const seconds = (clock.now() - from) / 1_000;
  await Promise.all(databases.map((one) => one.close()));
  await database.drop();
  const minimum = (INSTANCES * BATCHES_EACH * BATCH - (LIMIT - RESERVE)) / A_SECOND;
  expect(most).toBeLessThanOrEqual(LIMIT);
  expect(seconds / minimum).toBeGreaterThan(0.99);
  expect(seconds / minimum).toBeLessThan(1.03);
}, 60_000);

import { expect, it } from 'vitest';
import { drillRestore } from './restore.ts';

it('a backup that is put back does nothing unasked, and nothing a second time once it may go on', async () => {
  const [line] = await drillRestore({ short: true });
  expect(line).toMatchObject({ lost: 0, duplicated: 0, passwordsLost: 0, notReached: 0, notKept: 0 });
}, 180_000);

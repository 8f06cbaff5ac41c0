import { expect, it } from 'vitest';
import { drillDisk } from './disk.ts';

it('a disk that is full or damaged, and a second instance, lose nobody and are named', async () => {
  const [line] = await drillDisk({ short: true });
  expect(line).toMatchObject({ notReached: 0, lost: 0, duplicated: 0, passwordsLost: 0, second: 2 });
}, 180_000);

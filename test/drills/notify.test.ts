import { expect, it } from 'vitest';
import { drillNotify } from './notify.ts';

it('results and declines reach both chats, though the bot is killed just before or after it says them, or the chat fails in passing', async () => {
  const [line] = await drillNotify({ short: true });
  expect(line).toMatchObject({
    kills: 4,
    faults: 2,
    lost: 0,
    duplicated: 0,
    passwordsLost: 0,
    notReached: 0,
  });
}, 300_000);

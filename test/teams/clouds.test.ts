import { describe, expect, it } from 'vitest';
import { CLOUDS } from '../../src/domain/clouds.ts';
import type { Reply } from '../../src/flows/reply.ts';
import { CAST } from '../../src/sandbox/contoso.ts';
import { startRoom } from './startRoom.ts';

const MIA = CAST.helpdesk.teams;
const reply = (): Reply => ({ type: 'follow', view: { kind: 'working', title: 'x', text: 'y' } });

describe('G6: a bot in another cloud', () => {
  // First: botbuilder keeps tokens for the whole process.
  it('asks for the tokens of its replies there', async () => {
    const scopes: unknown[] = [];
    const client = {
      acquireTokenByClientCredential: async (asked: { scopes: string[] }) => {
        scopes.push(...asked.scopes);
        return { accessToken: 'reply-token', expiresOn: new Date(Date.now() + 3_600_000) };
      },
    };
    const { teams } = await startRoom({
      reply: () => ({ type: 'message', view: { kind: 'working', title: 'x', text: 'y' } }),
      room: { cloud: 'usgov', client: client as never },
    });
    await teams.deliver(teams.activity(MIA, { text: 'help' }), {
      claims: { iss: CLOUDS.usgov.connector },
    } as never);
    await expect.poll(() => scopes.length, { timeout: 10_000 }).toBeGreaterThan(0);
    expect(new Set(scopes)).toEqual(new Set(['https://api.botframework.us/.default']));
  });

  it.each([
    ['usgov', CLOUDS.usgov.connector, CLOUDS.global.connector],
    ['china', CLOUDS.china.connector, CLOUDS.usgov.connector],
    ['global', CLOUDS.global.connector, CLOUDS.usgov.connector],
  ] as const)('takes in %s what %s signs, and nothing of %s', async (cloud, own, other) => {
    const { teams, calls } = await startRoom({ reply, room: { cloud } });
    const say = (iss: string) =>
      teams.deliver(teams.activity(MIA, { text: 'help' }), { claims: { iss } } as never);
    expect(await say(other)).toBe(401);
    expect(calls).toEqual([]);
    expect(await say(own)).toBeLessThan(300);
    await expect.poll(() => calls.length, { timeout: 10_000 }).toBe(1);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CAST } from '../../../src/sandbox/contoso.ts';
import type { DeliverOptions } from '../../../src/sandbox/teams/botClient.ts';
import type { Json } from '../../../src/sandbox/teams/wire.ts';
import { createStage, type Stage } from './fakeBot.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await createStage();
});

afterAll(() => stage.stop());

const now = Math.floor(Date.now() / 1000);

describe('the tokens on activities', () => {
  const good: [string, DeliverOptions, Json][] = [
    ['the usual one', {}, {}],
    ['one with more claims', { claims: { tid: 'x' } }, {}],
  ];
  it.each(good)('pass a bot that verifies them: %s', async (_name, options, extra) => {
    const activity = stage.teams.activity(CAST.helpdesk.teams, { text: 'help', ...extra });
    expect(await stage.teams.deliver(activity, options)).toBe(200);
  });

  const bad: [string, DeliverOptions, Json][] = [
    ['none at all', { token: null }, {}],
    ['garbage', { token: 'garbage' }, {}],
    ['no signature', { alg: 'none' }, {}],
    ['signed with the public key as a secret', { alg: 'HS256' }, {}],
    ['an unknown key id', { kid: 'other' }, {}],
    ['another key under a known id', { otherKey: true }, {}],
    ['a key not endorsed for Teams', { unendorsed: true }, {}],
    ['another issuer', { claims: { iss: 'https://evil.test' } }, {}],
    ['another audience', { claims: { aud: 'another-app' } }, {}],
    ['expired', { claims: { exp: now - 600 } }, {}],
    ['not valid yet', { claims: { nbf: now + 600 } }, {}],
    ['another service', { claims: { serviceurl: 'https://evil.test' } }, {}],
    ['no service claim', { claims: { serviceurl: null } }, {}],
    [
      'an activity that names another service',
      { claims: { serviceurl: 'x' } },
      { serviceUrl: 'https://evil.test' },
    ],
    ['an activity of another channel', {}, { channelId: 'webchat' }],
  ];
  it.each(bad)('fail when wrong: %s', async (_name, options, extra) => {
    const activity = stage.teams.activity(CAST.helpdesk.teams, { text: 'help', ...extra });
    const before = stage.got.length;
    expect(await stage.teams.deliver(activity, options)).toBe(401);
    expect(stage.got).toHaveLength(before);
  });

  it('are not noted against the bot when it refuses bad ones', () => {
    expect(stage.teams.protocolErrors).toEqual([]);
  });

  it('can carry an activity of another tenant or without a service', async () => {
    const foreign = stage.teams.activity(CAST.helpdesk.teams, {
      conversation: { id: 'a:1x', conversationType: 'personal', tenantId: 'other' },
      channelData: { tenant: { id: 'other' } },
    });
    expect(await stage.teams.deliver(foreign)).toBe(200);
    expect(stage.got.at(-1)).toMatchObject({ channelData: { tenant: { id: 'other' } } });
    const { serviceUrl: _left, ...without } = stage.teams.activity(CAST.helpdesk.teams);
    expect(await stage.teams.deliver(without)).toBe(200);
    expect(stage.got.at(-1)).not.toHaveProperty('serviceUrl');
  });
});

import { expect, it } from 'vitest';
import { createFlows } from '../../../src/flows/createFlows.ts';
import { createRefusalAudit } from '../../../src/service/audit/refusalAudit.ts';
import { createWorld, OMAR, PLACE } from '../../service/fakes/world.ts';
import { createTestLog } from '../../store/sampleRecords.ts';

const TEAMS = 'a1b6b0f2-3333-4f6f-9d0e-333333333330';

/** The time that a history of today says it is of. */
async function sayToday(
  platform: 'slack' | 'teams',
  { timeZone, inSlack, inTeams }: { timeZone?: string; inSlack?: string; inTeams?: string },
): Promise<unknown> {
  const { id, name, roles, userId: slack } = OMAR;
  const world = createWorld({
    people: [{ id, name, roles, slack, teams: TEAMS }],
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  const { service, clock, store, policy } = world;
  const log = createTestLog();
  const flows = createFlows({
    service,
    policy,
    auditRefusal: createRefusalAudit({ store, clock, log }),
    clock,
    ids: { next: (prefix) => `${prefix}_1` },
    log,
    readTimeZone: async (userId) => (userId === slack ? inSlack : undefined),
  });
  const speaker = { platform, workspace: 'T0CONTOSO', userId: platform === 'slack' ? slack : TEAMS };
  const place = { ...PLACE, platform, ...(inTeams === undefined ? {} : { route: { timeZone: inTeams } }) };
  const reply = await flows.run('history.show', speaker, place, { text: 'today' });
  return 'view' in reply && reply.view.kind === 'history' ? reply.view.span : reply;
}

it.each([
  [
    'Teams says with each message',
    'teams',
    { timeZone: 'Europe/Berlin', inTeams: 'Asia/Tokyo' },
    'Asia/Tokyo',
  ],
  [
    'Slack says when it is asked',
    'slack',
    { timeZone: 'Europe/Berlin', inSlack: 'Asia/Tokyo' },
    'Asia/Tokyo',
  ],
  ["is the customer's where the chat does not say", 'slack', { timeZone: 'Europe/Berlin' }, 'Europe/Berlin'],
  ['is UTC where nobody says', 'teams', {}, 'UTC'],
] as const)('a day is one of the zone that %s', async (_why, platform, said, zone) => {
  expect(await sayToday(platform, said)).toMatch(new RegExp(`^today \\(\\d{4}-\\d\\d-\\d\\d, ${zone}\\)$`));
});

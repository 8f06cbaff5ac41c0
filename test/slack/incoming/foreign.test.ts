import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../src/service/ports/records.ts';
import { createForeignGuard } from '../../../src/slack/incoming/foreign.ts';
import type { SlackBody } from '../../../src/slack/incoming/identify.ts';

type Guard = ReturnType<typeof createForeignGuard>;

/** A command where the app is not installed, as far as the policy's `slackTeams` goes. */
async function type(body: SlackBody, allowedTeams: readonly string[]) {
  const audits: Omit<AuditEntry, 'at' | 'outcome'>[] = [];
  const said: string[] = [];
  const guard = createForeignGuard({
    options: {
      allowedTeams,
      auditRefusal: async (entry: (typeof audits)[number]) => void audits.push(entry),
      log: { debug() {}, info() {}, warn() {}, error() {} },
    },
    chat: {},
  } as never);
  const whole = { command: '/user', user_id: 'U0OMAR', ...body };
  const ack = async ({ text }: { text: string }) => void said.push(text);
  const next = async () => {
    throw new Error('It was let in.');
  };
  await guard({ body: whole, context: {}, ack, next } as unknown as Parameters<Guard>[0]);
  return { said: said.join(), ...audits[0] };
}

const STRANGER: SlackBody = { team_id: 'T0STRANGER' };
const GRID: SlackBody = { team_id: 'T0BERLIN', enterprise_id: 'E0CONTOSO' };

describe('a command from where the app is not installed', () => {
  it.each<[string, SlackBody, string[], string]>([
    ['a workspace that nobody named', STRANGER, ['T0CONTOSO', 'T0PARTNER'], 'slack:T0STRANGER/U0OMAR'],
    ['a workspace, where an organization is named', STRANGER, ['E0CONTOSO'], 'slack:T0STRANGER/U0OMAR'],
    ['a workspace of another organization', GRID, ['E0OTHER'], 'slack:T0BERLIN/U0OMAR'],
    ['a payload that names none', {}, ['T0CONTOSO'], 'slack:unknown/U0OMAR'],
  ])('is a stranger’s: %s', async (_, body, allowedTeams, actor) => {
    const { said, detail, ...entry } = await type(body, allowedTeams);
    expect(entry.actor).toBe(actor);
    expect(detail?.code).toBe('FOREIGN_WORKSPACE');
    expect(detail).not.toHaveProperty('isInstalled');
    expect(said).toContain("isn't set up for your workspace");
    expect(said).toContain('slackTeams');
  });

  it.each<[string, SlackBody, string[], string]>([
    ['the first workspace', { team_id: 'T0CONTOSO' }, ['T0CONTOSO', 'T0PARTNER'], 'slack:U0OMAR'],
    ['another workspace', { team_id: 'T0PARTNER' }, ['T0CONTOSO', 'T0PARTNER'], 'slack:T0PARTNER/U0OMAR'],
    ['a workspace by its organization', GRID, ['E0CONTOSO'], 'slack:U0OMAR'],
    [
      'one by the organization that stands second',
      GRID,
      ['T0CONTOSO', 'E0CONTOSO'],
      'slack:E0CONTOSO/U0OMAR',
    ],
    ['a workspace of a Grid that is named itself', GRID, ['T0BERLIN'], 'slack:U0OMAR'],
  ])('is of somebody who is named, whose app is missing: %s', async (_, body, allowedTeams, actor) => {
    const { said, detail, ...entry } = await type(body, allowedTeams);
    expect(entry.actor).toBe(actor);
    expect(detail).toMatchObject({ code: 'CHAT_DOWN', isInstalled: false });
    expect(said).toContain("isn't installed in that Slack workspace");
    expect(said).not.toContain('slackTeams');
  });
});

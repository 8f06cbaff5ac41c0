import { describe, expect, it } from 'vitest';
import { type ErrorCode, RollcallError } from '../../src/domain/errors.ts';
import { policySchema } from '../../src/domain/policy/policy.ts';
import type { Speaker } from '../../src/flows/action.ts';
import { showError } from '../../src/flows/errorViews.ts';
import { withUnreadGroups } from '../../src/flows/unreadGroups.ts';
import { ROLE_GROUP_WORDS } from '../../src/service/roleGroups/words.ts';

const policy = policySchema.parse({
  customers: [{ id: 'contoso', name: 'Contoso' }],
  groups: [{ id: 'chiefs', name: 'Chiefs', slack: 'S0CHIEFS', roles: ['approver'] }],
  people: [{ id: 'omar', name: 'Omar', slack: 'U0OMAR', roles: ['helpdesk'] }],
});
const SPEAKER: Speaker = { platform: 'slack', workspace: 'T0', userId: 'U0OMAR' };

function refused(code: ErrorCode, trouble: string[]) {
  const error = new RollcallError(code, "You aren't one of them.", { next: 'Leave it.' });
  const listTrouble = (id: string) => (id === 'omar' ? trouble : []);
  const roleGroups = { listTrouble, refresh: async () => undefined, memberOf: () => undefined };
  return withUnreadGroups({ policy, roleGroups }, SPEAKER, error, showError(error, 'ref_1'));
}

describe('somebody who is refused for a role that a group may give them', () => {
  it.each(['NOT_YOURS', 'ROLE_MISSING'] as const)('is told which group cannot be read: %s', (code) => {
    const { text, next } = refused(code, [ROLE_GROUP_WORDS.unread('Chiefs', '')]);
    expect(text).toEqual([expect.stringContaining('“Chiefs”')]);
    expect(next).toContain('Try again');
  });

  it('is told nothing of it where all could be read, or it is about something else', () => {
    for (const trouble of [[], [ROLE_GROUP_WORDS.gone('Chiefs')]]) {
      expect(refused('NOT_YOURS', trouble)).toMatchObject({ text: [], next: 'Leave it.' });
    }
    expect(refused('NOT_YOURS', [])).toMatchObject({ text: [], next: 'Leave it.' });
    expect(refused('DIRECTORY_DOWN', [ROLE_GROUP_WORDS.unread('Chiefs', '')])).toMatchObject({
      text: [],
      next: 'Leave it.',
    });
  });
});

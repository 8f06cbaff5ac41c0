import { describe, expect, it } from 'vitest';
import { type ErrorCode, RollcallError } from '../../src/domain/errors.ts';
import { policySchema } from '../../src/domain/policy/policy.ts';
import type { Role } from '../../src/domain/terms.ts';
import type { Speaker } from '../../src/flows/action.ts';
import { showError } from '../../src/flows/errorViews.ts';
import { withUnreadGroups } from '../../src/flows/unreadGroups.ts';
import type { Trouble } from '../../src/service/roleGroups/roleGroups.ts';

const policy = policySchema.parse({
  customers: [
    { id: 'contoso', name: 'Contoso', tenantId: 'c0ffee00-0000-4000-8000-0000000000c1' },
    { id: 'fabrikam', name: 'Fabrikam', tenantId: 'c0ffee00-0000-4000-8000-0000000000c2' },
  ],
  askForAccess: 'Omar Haddad',
  groups: [
    { id: 'chiefs', name: 'Chiefs', slack: 'S0CHIEFS', roles: ['approver'] },
    { id: 'auditors', name: 'Auditors', slack: 'S0AUDITORS', roles: ['auditor'] },
    { id: 'chiefs.entra', name: 'Chiefs', slack: 'S0OTHERS', roles: ['approver'], customers: ['fabrikam'] },
  ],
  people: [
    { id: 'omar', name: 'Omar Haddad', slack: 'U0OMAR', roles: ['helpdesk'], customers: ['contoso'] },
    { id: 'kim', name: 'Kim Park', slack: 'U0KIM', roles: ['helpdesk'] },
  ],
});
const UNREAD = policy.groups.map((unread) => ({ says: 'It could not be read.', unread }));
const GONE = policy.groups.map((gone) => ({ says: 'It is gone.', gone }));

function refused(code: ErrorCode, needs: readonly Role[], trouble: readonly Trouble[], userId = 'U0OMAR') {
  const error = new RollcallError(code, "You aren't one of them.", { next: 'Leave it.', needs });
  const speaker: Speaker = { platform: 'slack', workspace: 'T0', userId };
  const listTrouble = () => trouble;
  const roleGroups = { listTrouble, refresh: async () => undefined, memberOf: () => undefined };
  return withUnreadGroups({ policy, roleGroups }, speaker, error, showError(error, 'ref_1'));
}

describe('somebody who is refused for a role that a group may give them', () => {
  it.each(['NOT_YOURS', 'ROLE_MISSING'] as const)(
    'is told of those that could give it which cannot be read, and of no other customer’s: %s',
    (code) => {
      const { text, next } = refused(code, ['approver', 'admin'], UNREAD);
      expect(text).toEqual([
        "Rollcall can't read who is in the group “Chiefs” (chiefs) now, so it gives no one a role.",
      ]);
      expect(next).toContain('Try again');
    },
  );

  it('is told whom to tell, but not to tell themselves', () => {
    expect(refused('ROLE_MISSING', ['approver'], UNREAD, 'U0KIM').next).toContain('tell Omar Haddad');
    expect(refused('ROLE_MISSING', ['approver'], UNREAD).next).toContain('tell the person who runs Rollcall');
  });

  it.each([
    ['all could be read', ['approver'], []],
    ['a group is gone', ['approver'], GONE],
    ['no role would help', [], UNREAD],
    ['none of them gives the role', ['admin'], UNREAD],
  ] as const)('keeps the next step of what was refused where %s', (_, needs, trouble) => {
    expect(refused('NOT_YOURS', needs, trouble)).toMatchObject({ text: [], next: 'Leave it.' });
  });
});

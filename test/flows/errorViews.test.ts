import { describe, expect, it } from 'vitest';
import { policySchema } from '../../src/domain/policy/policy.ts';
import { findEntry, showRefusal, showStranger } from '../../src/flows/errorViews.ts';
import type { Trouble } from '../../src/service/roleGroups/roleGroups.ts';
import { ROLE_GROUP_WORDS } from '../../src/service/roleGroups/words.ts';

const policy = policySchema.parse({
  customers: [{ id: 'contoso', name: 'Contoso' }],
  askForAccess: 'Omar Haddad',
  people: [
    { id: 'omar', name: 'Omar Haddad', slack: 'U0OMAR' },
    { id: 'grace', name: 'Grace Okafor', slack: 'U0GRACE' },
    { id: 'mia', name: 'Mia Meyer', slack: 'U0MIA', roles: ['helpdesk'] },
  ],
  groups: [
    { id: 'chiefs', name: 'IT chiefs', slack: 'S0CHIEFS', roles: ['admin'] },
    { id: 'desk', name: 'Helpdesk', slack: 'S0DESK', roles: ['helpdesk'] },
  ],
});
const [CHIEFS, DESK] = policy.groups;
const UNREAD: Trouble = {
  says: ROLE_GROUP_WORDS.unread('IT chiefs', 'Slack reported a problem: internal_error.'),
  ...(CHIEFS === undefined ? {} : { unread: CHIEFS }),
};
const GONE: Trouble = {
  says: ROLE_GROUP_WORDS.gone('Helpdesk'),
  ...(DESK === undefined ? {} : { gone: DESK }),
};
const GONE_CHIEFS: Trouble = {
  says: ROLE_GROUP_WORDS.gone('IT chiefs'),
  ...(CHIEFS === undefined ? {} : { gone: CHIEFS }),
};

/** What somebody is shown whose groups have this against them. */
function show(userId: string, trouble: readonly Trouble[]) {
  const roleGroups = {
    refresh: async () => undefined,
    listTrouble: () => [...trouble],
    memberOf: () => undefined,
  };
  const known = { policy, roleGroups };
  const speaker = { platform: 'slack', userId, workspace: 'T1' } as const;
  const mia = { id: 'mia', name: 'Mia Meyer', roles: ['helpdesk'], customer: 'contoso', ...speaker } as const;
  const view = userId === 'U0MIA' ? showRefusal(known, mia, ['admin']) : showStranger(known, speaker);
  return { ...view, all: [view.title, ...view.text, view.next, view.copy].join('\n') };
}

describe('somebody who has an entry, and no role now', () => {
  it('is called by their name, and no line is to be added that would stand there twice', () => {
    const { all, copy, next } = show('U0GRACE', []);
    expect(all).toContain('You are Grace Okafor');
    expect(copy).toBeUndefined();
    expect(next).toContain('ask Omar Haddad');
    expect(show('U0OMAR', []).next).not.toContain('Omar');
    expect(findEntry(policy, { platform: 'slack', userId: 'U0GRACE', workspace: '' })?.id).toBe('grace');
    const unnamed = { ...policy, people: [{ id: 'slack:U9', name: 'Sam', slack: 'U9', roles: [] }] };
    expect(findEntry(unnamed, { platform: 'slack', userId: 'U9', workspace: '' })).toBeUndefined();
  });
});

describe('a group that cannot be read', () => {
  it.each(['U0GRACE', 'U0MIA'])(
    'is to be waited for, by its name and without a word of Slack’s: %s',
    (who) => {
      const { all, next } = show(who, [UNREAD]);
      expect(all).toContain("can't read who is in the group “IT chiefs”");
      expect(all).not.toContain('internal_error');
      expect(next).toBe('Try again in a few minutes. If it happens again, tell Omar Haddad.');
    },
  );

  it('is no stranger’s to know, and no line is added before it was read', () => {
    const { all, copy } = show('U0NOBODY', [UNREAD]);
    expect(all).toContain("can't read a group whose members may use it");
    expect(all).not.toContain('IT chiefs');
    expect(copy).toBeUndefined();
  });
});

describe('a group that no longer exists', () => {
  it.each([
    ['U0GRACE', 'Helpdesk', GONE],
    ['U0MIA', 'IT chiefs', GONE_CHIEFS],
  ])('is not to be waited for: %s', (who, name, trouble) => {
    const { all, next } = show(who, [trouble]);
    expect(all).toContain(`The group “${name}” no longer exists`);
    expect(next).toContain('ask Omar Haddad');
    expect(next).not.toContain('Try again');
  });

  it('is not named to somebody whom it could not help', () => {
    expect(show('U0MIA', [GONE]).all).not.toContain('Helpdesk');
  });

  it('keeps no stranger from the line that lets them in, and is not told to them', () => {
    const { all, copy } = show('U0NOBODY', [GONE]);
    expect(all).not.toContain('Helpdesk');
    expect(copy).toContain('"slack":"U0NOBODY"');
  });
});

import { describe, expect, it } from 'vitest';
import type { AdminNews } from '../../../src/flows/operating/adminNews.ts';
import { showPolicyRefused } from '../../../src/flows/operating/policyNews.ts';
import type { NoticeView } from '../../../src/flows/views/parts.ts';
import { newsOfWorkspace, tellAdmins } from '../../../src/run/telling/tellAdmins.ts';

const view = { kind: 'notice', tone: 'warning', title: 'News', text: [], buttons: [] } as const;
const admin = (id: string, customers?: string[]) => ({ id, slack: id, roles: ['admin'], customers });
const people = [
  admin('all'),
  admin('contoso', ['contoso']),
  admin('both', ['contoso', 'fabrikam']),
  admin('fabrikam', ['fabrikam']),
  { ...admin('helpdesk'), roles: ['helpdesk'] },
];
const policy = { people, customers: [{ id: 'contoso' }, { id: 'fabrikam' }] } as never;
const READ = { list: async () => [], lastKnown: () => [] };

/** What each of them is told. */
async function tell(news: AdminNews): Promise<Map<string, NoticeView>> {
  const told = new Map<string, NoticeView>();
  const slack = {
    openDirect: async (id: string) => id,
    post: async (id: string, shown: NoticeView) => void told.set(id, shown),
  };
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  await tellAdmins({ policy, roleGroups: READ }, { slack: slack as never }, log, news);
  return told;
}

const whom = async (news: AdminNews): Promise<string[]> => [...(await tell(news)).keys()];

it('says whether anybody was reached, where there was somebody to reach', async () => {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const away = new Set(['all']);
  const slack = {
    async openDirect(id: string) {
      if (away.has(id)) throw new Error('Slack is away.');
      return id;
    },
    post: async () => undefined,
  };
  const reach = (news: AdminNews) =>
    tellAdmins({ policy, roleGroups: READ }, { slack: slack as never }, log, news);
  const forAll: AdminNews = ({ isForAll }) => (isForAll ? view : undefined);
  expect(await reach(forAll)).toBe(true);
  away.add('both');
  expect(await reach(forAll)).toBe(false);
  expect(await reach(() => undefined)).toBe(true);
});

describe('news while a group of admins cannot be read', () => {
  const [log, warned] = [
    { debug() {}, info() {}, warn: (_: object, what: string) => warned.push(what), error() {} },
    [] as string[],
  ];
  const group = {
    id: 'admins',
    name: 'Admins',
    slack: 'S1',
    roles: ['admin'] as const,
    customers: undefined,
  };
  const entered = { id: 'omar', name: 'Omar', slack: 'omar', roles: [] as string[] };
  const byGroup = { ...entered, roles: ['admin'] };

  /** Who is told, by what the policy and the group say of Omar. */
  async function tellOf(human: typeof entered, unread: readonly object[], last: readonly object[] = []) {
    const told: string[] = [];
    const slack = { openDirect: async (id: string) => id, post: async (id: string) => void told.push(id) };
    const known = { people: [human], customers: [{ id: 'contoso' }] } as never;
    const roleGroups = { list: async () => unread, lastKnown: () => last } as never;
    const isReached = await tellAdmins(
      { policy: known, roleGroups },
      { slack: slack as never },
      log,
      () => view,
    );
    return { told, isReached };
  }

  it('are to be told again where nobody is known, and are told where somebody is', async () => {
    expect(await tellOf(entered, [group])).toEqual({ told: [], isReached: false });
    expect(warned).toEqual(['rollcall.admins_not_known']);
    expect(await tellOf(byGroup, [group])).toEqual({ told: ['omar'], isReached: true });
    // With every group read, nobody is an admin.
    expect(await tellOf(entered, [])).toEqual({ told: [], isReached: true });
    // It makes no admins.
    expect(await tellOf(entered, [{ ...group, roles: ['approver'] }])).toEqual({ told: [], isReached: true });
  });

  it('go to who was in it when it was last read, and to nobody by that once it can be read', async () => {
    expect(await tellOf(entered, [group], [byGroup])).toEqual({ told: ['omar'], isReached: true });
    expect(await tellOf(entered, [], [byGroup])).toEqual({ told: [], isReached: true });
    expect(await tellOf(entered, [group], [{ ...entered, roles: ['approver'] }])).toEqual({
      ...{ told: [], isReached: false },
    });
  });
});

describe('news for admins', () => {
  it('reaches all, those who act for a customer, or those who act for each', async () => {
    expect(await whom(() => view)).toEqual(['all', 'contoso', 'both', 'fabrikam']);
    expect(await whom(({ actsFor }) => (actsFor('contoso') ? view : undefined))).toEqual([
      ...['all', 'contoso', 'both'],
    ]);
    expect(await whom(({ isForAll }) => (isForAll ? view : undefined))).toEqual(['all', 'both']);
  });

  it('of a workspace is for those who act for a customer that it may act for', async () => {
    const workspaces = [{ id: 'T2', customers: ['contoso'] }];
    expect(await whom(newsOfWorkspace({ workspaces }, 'T2', view))).toEqual(['all', 'contoso', 'both']);
    expect(await whom(newsOfWorkspace({ workspaces }, 'T1', view))).toHaveLength(4);
  });

  it('of a wrong policy says where it is wrong to those alone who may know each customer', async () => {
    const told = await tell((reader) => showPolicyRefused(['customers[1]: there is no Fabrikam.'], reader));
    expect(told.size).toBe(4);
    const knowing = [...told].filter(([, shown]) => JSON.stringify(shown).includes('Fabrikam'));
    expect(knowing.map(([id]) => id)).toEqual(['all', 'both']);
  });
});

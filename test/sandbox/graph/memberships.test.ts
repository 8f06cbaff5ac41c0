import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { useGraph } from './useGraph.ts';

const use = useGraph();
const [ADMINS, INNER, OTHER, GONE] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
let ada: string;
let grace: string;

beforeEach(() => {
  const { state } = use.it.graph;
  ada = state.findUser('ada@contoso.com')?.id ?? '';
  grace = state.findUser('grace.okafor@contoso.com')?.id ?? '';
  const nested = new Set([INNER]);
  state.groups.push(
    { type: 'group', id: ADMINS, displayName: 'Admins', members: new Set([grace]), nested },
    { type: 'group', id: INNER, displayName: 'Inner', members: new Set([ada]) },
    { type: 'group', id: OTHER, displayName: 'Other', members: new Set() },
  );
});

const check = (path: string, groupIds: unknown) =>
  use.it.call('POST', `${path}/checkMemberGroups`, { groupIds });
const list = (id: string, query = '') =>
  use.it.call('GET', `/groups/${id}/transitiveMembers/microsoft.graph.user${query}`);

describe('memberships', () => {
  it('of a person and of a group are checked by way of other groups, as many as 20 at once', async () => {
    expect((await check(`/users/${ada}`, [ADMINS, INNER, OTHER, GONE])).body.value.sort()).toEqual(
      [ADMINS, INNER].sort(),
    );
    expect((await check(`/groups/${INNER}`, [ADMINS, OTHER])).body.value).toEqual([ADMINS]);
    expect((await check(`/users/${randomUUID()}`, [ADMINS])).status).toBe(404);
    expect(
      (
        await check(
          `/users/${ada}`,
          Array.from({ length: 21 }, () => randomUUID()),
        )
      ).status,
    ).toBe(400);
    expect((await check(`/users/${ada}`, [ADMINS, 'admins'])).status).toBe(400);
    expect((await check(`/users/${ada}`, 'admins')).status).toBe(400);
  });

  it('are listed flat, in pages', async () => {
    const first = (await list(ADMINS, '?$select=id&$top=1')).body;
    expect(first.value).toEqual([{ id: grace }]);
    const second = (await use.it.call('GET', first['@odata.nextLink'])).body;
    expect(second.value).toEqual([{ id: ada }]);
    expect((await list(OTHER)).body.value).toEqual([]);
    expect((await list(GONE)).status).toBe(404);
  });
});

import { describe, expect, it } from 'vitest';
import { item, useGraph } from './useGraph.ts';

const use = useGraph();
const NOBODY = 'ffffffff-0000-4000-8000-000000000000';
const idOf = (name: string): string =>
  use.it.graph.state.groups.find(({ displayName }) => displayName === name)?.id ?? NOBODY;
const toReference = (id: string) => ({
  '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}`,
});
const add = (group: string, person: string) =>
  use.it.call('POST', `/groups/${idOf(group)}/members/$ref`, toReference(person));
const namesIn = async (query: string) =>
  (await use.it.call('GET', `/groups?${query}`)).body.value.map(
    (one: { displayName: string }) => one.displayName,
  );

describe('groups', () => {
  it('are found by name, by the beginning of it, and by id', async () => {
    const find = (filter: string) => namesIn(`$select=displayName&$filter=${encodeURIComponent(filter)}`);
    expect(await find("displayName eq 'berlin OFFICE'")).toEqual(['Berlin office']);
    expect(await find("startswith(displayName,'project')")).toHaveLength(2);
    expect(await find(`id in ('${idOf('Finance')}','${idOf('Notices')}')`)).toEqual(['Finance', 'Notices']);
  });

  it('are listed in pages, without directory roles', async () => {
    const first = (await use.it.call('GET', '/groups?$top=4&$select=displayName')).body;
    expect(first.value).toHaveLength(4);
    const second = (await use.it.call('GET', first['@odata.nextLink'])).body;
    const all = [...first.value, ...second.value].map(({ displayName }) => displayName);
    expect(all).not.toContain('User Administrator');
    expect(new Set(all).size).toBeGreaterThan(6);
  });

  it('say what kind they are', async () => {
    const kinds = [
      'groupTypes',
      'mailEnabled',
      'securityEnabled',
      'onPremisesSyncEnabled',
      'isAssignableToRole',
    ];
    const kindOf = async (name: string) =>
      (await use.it.call('GET', `/groups/${idOf(name)}?$select=${kinds.join(',')}`)).body;
    expect(await kindOf('Newcomers')).toMatchObject({ groupTypes: ['Unified'], mailEnabled: true });
    expect(await kindOf('Notices')).toMatchObject({ groupTypes: [], mailEnabled: true });
    expect(await kindOf('Everybody in Berlin')).toMatchObject({ groupTypes: ['DynamicMembership'] });
    expect(await kindOf('Finance')).toMatchObject({ onPremisesSyncEnabled: true });
    expect(await kindOf('Password helpers')).toMatchObject({ isAssignableToRole: true });
  });

  it.each([
    ['$search=x', 'Request_UnsupportedQuery'],
    ["$filter=description eq 'x'", 'Request_UnsupportedQuery'],
    ['$select=colour', 'BadRequest'],
  ])('refuse %s', async (query, code) => {
    const refused = await use.it.call('GET', `/groups?${encodeURI(query)}`);
    expect(refused).toMatchObject({ status: 400, body: { error: { code } } });
  });
});

describe('adding somebody to a group', () => {
  it.each(['Berlin office', 'Newcomers'])('works once for %s', async (group) => {
    const person = await use.it.create('grace');
    expect((await add(group, person)).status).toBe(204);
    const again = await add(group, person);
    expect(again.status).toBe(400);
    expect(again.body.error.message).toMatch(/^One or more added object references already exist/);
    const memberships = (await use.it.call('GET', `/users/${person}/memberOf`)).body.value;
    expect(memberships.map((one: { displayName: string }) => one.displayName)).toEqual([group]);
  });

  it.each([
    ['Everybody in Berlin', 403, 'Insufficient privileges'],
    ['Password helpers', 403, 'Insufficient privileges'],
    ['Finance', 400, 'on-premises mastered'],
    ['Notices', 400, 'mail-enabled'],
  ])('is refused for %s', async (group, status, words) => {
    const refused = await add(group, await use.it.create('grace'));
    expect(refused.status).toBe(status);
    expect(refused.body.error.message).toContain(words);
  });

  it('finds neither a group nor a person that is not there, nor one not known everywhere yet', async () => {
    use.it.graph.switches.replicationMs = 1_000;
    const person = await use.it.create('grace');
    expect((await add('Berlin office', person)).status).toBe(404);
    use.it.pass(1_001);
    expect((await add('Berlin office', person)).status).toBe(204);
    expect((await add('No such group', person)).status).toBe(404);
    expect((await add('Berlin office', NOBODY)).status).toBe(404);
  });

  it('needs a reference', async () => {
    const refused = await use.it.call('POST', `/groups/${idOf('Berlin office')}/members/$ref`, { id: 'x' });
    expect(refused).toMatchObject({ status: 400, body: { error: { code: 'Request_BadRequest' } } });
  });
});

describe('adding several people to a group', () => {
  const bind = (group: string, people: readonly string[]) => ({
    path: `/groups/${idOf(group)}`,
    body: { 'members@odata.bind': people.map((id) => toReference(id)['@odata.id']) },
  });

  it('adds all of them in one call, or none when one cannot be added', async () => {
    const [first, second] = [await use.it.create('grace'), await use.it.create('alan')];
    const some = bind('Newcomers', [first, NOBODY]);
    expect((await use.it.call('PATCH', some.path, some.body)).status).toBe(404);
    const both = bind('Newcomers', [first, second]);
    expect((await use.it.call('PATCH', both.path, both.body)).status).toBe(204);
    expect((await add('Newcomers', first)).status).toBe(400);
  });

  it('takes 20 at most', async () => {
    const many = bind('Newcomers', Array(21).fill(NOBODY));
    expect((await use.it.call('PATCH', many.path, many.body)).status).toBe(400);
  });

  it('clashes when a batch holds two calls of one group', async () => {
    const people = [await use.it.create('grace'), await use.it.create('alan')];
    const { body } = await use.it.batch(
      people.map((id, index) =>
        item(`${index}`, 'POST', `/groups/${idOf('Newcomers')}/members/$ref`, toReference(id)),
      ),
    );
    const statuses = body.responses.map((one: { status: number }) => one.status).sort();
    expect(statuses).toEqual([204, 409]);
  });
});

describe('a manager', () => {
  it('is set, replaced and read, in a batch too', async () => {
    const [person, first, second] = [
      await use.it.create('grace'),
      await use.it.create('ada2'),
      await use.it.create('alan'),
    ];
    expect((await use.it.call('GET', `/users/${person}/manager`)).status).toBe(404);
    const put = (manager: string) =>
      use.it.call('PUT', `/users/${person}/manager/$ref`, toReference(manager));
    expect((await put(first)).status).toBe(204);
    const { body } = await use.it.batch([
      item('1', 'PUT', `/users/${person}/manager/$ref`, toReference(second)),
      item('2', 'PUT', `/users/${person}/manager/$ref`, toReference(NOBODY)),
    ]);
    const statuses = Object.fromEntries(
      body.responses.map((one: { id: string; status: number }) => [one.id, one.status]),
    );
    expect(statuses).toEqual({ 1: 204, 2: 404 });
    expect((await use.it.call('GET', `/users/${person}/manager?$select=displayName`)).body.displayName).toBe(
      'Test alan',
    );
  });

  it('is not found right after the create', async () => {
    use.it.graph.switches.replicationMs = 1_000;
    const person = await use.it.create('grace');
    const manager = use.it.graph.state.findUser('ada@contoso.com')?.id ?? '';
    expect((await use.it.call('PUT', `/users/${person}/manager/$ref`, toReference(manager))).status).toBe(
      404,
    );
  });
});

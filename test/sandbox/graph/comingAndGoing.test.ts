import { describe, expect, it } from 'vitest';
import { person, useGraph } from './useGraph.ts';

const use = useGraph();

describe('deleted users', () => {
  it('are listed under their id and name, so that a filter for the name misses them', async () => {
    const id = await use.it.create('gone');
    expect((await use.it.call('DELETE', `/users/${id}`)).status).toBe(204);
    expect((await use.it.call('GET', `/users/${id}`)).status).toBe(404);
    const list = '/directory/deletedItems/microsoft.graph.user';
    const { value } = (await use.it.call('GET', `${list}?$select=id,userPrincipalName`)).body;
    expect(value).toEqual([{ id, userPrincipalName: `${id.replaceAll('-', '')}gone@contoso.com` }]);
    const filter = encodeURIComponent("userPrincipalName eq 'gone@contoso.com'");
    expect((await use.it.call('GET', `${list}?$filter=${filter}`)).body.value).toEqual([]);
  });

  it('come back unless somebody has the name by now', async () => {
    const id = await use.it.create('gone');
    await use.it.call('DELETE', `/users/${id}`);
    const other = await use.it.create('gone');
    const restore = () => use.it.call('POST', `/directory/deletedItems/${id}/restore`);
    expect((await restore()).body.error.details[0].code).toBe('ObjectConflict');
    await use.it.call('DELETE', `/users/${other}`);
    expect((await restore()).body.userPrincipalName).toBe('gone@contoso.com');
    expect((await use.it.call('GET', '/users/gone@contoso.com')).body.id).toBe(id);
  });

  it('can be purged, once', async () => {
    const id = await use.it.create('gone');
    await use.it.call('DELETE', `/users/${id}`);
    expect((await use.it.call('DELETE', `/directory/deletedItems/${id}`)).status).toBe(204);
    expect((await use.it.call('POST', `/directory/deletedItems/${id}/restore`)).status).toBe(404);
  });
});

describe('a new user', () => {
  it('cannot be read before it is replicated, and its name is taken at once', async () => {
    use.it.graph.switches.replicationMs = 10_000;
    const id = await use.it.create('fresh');
    const reads = [`/users/${id}`, '/users/fresh@contoso.com'];
    for (const path of reads) {
      const { status, body } = await use.it.call('GET', path);
      expect(status).toBe(404);
      expect(body.error).toMatchObject({
        code: 'Request_ResourceNotFound',
        message: `Resource '${path.slice(7)}' does not exist or one of its queried reference-property objects are not present.`,
      });
    }
    const filter = encodeURIComponent("userPrincipalName eq 'fresh@contoso.com'");
    expect((await use.it.call('GET', `/users?$filter=${filter}`)).body.value).toEqual([]);
    expect((await use.it.call('POST', '/users', person('fresh'))).body.error.details[0].code).toBe(
      'ObjectConflict',
    );
    use.it.pass(10_000);
    for (const path of reads) expect((await use.it.call('GET', path)).body.id).toBe(id);
    expect((await use.it.call('GET', `/users?$filter=${filter}`)).body.value).toHaveLength(1);
  });
});

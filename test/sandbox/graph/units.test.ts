import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLoopbackGraph, type LoopbackGraph } from '../../../src/sandbox/graph/server.ts';
import { APP_OBJECT_ID } from '../../../src/sandbox/login.ts';
import { ENTERPRISE, person } from './useGraph.ts';

const UNIT = '0f6a9b7e-3c1d-4c4e-9a51-6f2f6f3b8a11';
const OTHER = '7d3f3c58-2f55-45a5-8d0e-2b8b3f6f0c22';
const NEW = { '@odata.type': '#microsoft.graph.user' };
let graph: LoopbackGraph;
let url: string;
let permissions: readonly string[];
let close: () => void;

/** An app that may read the directory, and is User Administrator of one unit. */
beforeEach(async () => {
  permissions = ['Directory.Read.All'];
  graph = createLoopbackGraph({ checkToken: () => true, rolesOf: () => permissions });
  for (const id of [UNIT, OTHER]) graph.state.units.set(id, { id, displayName: id, members: new Set() });
  graph.state.roleAssignments.push({ principalId: APP_OBJECT_ID, role: 'User Administrator', unit: UNIT });
  const server = createServer(express().use(graph.routes));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graph/v1.0`;
  close = () => {
    server.closeAllConnections();
    server.close();
  };
});
afterEach(() => close());

async function call(method: string, path: string, body?: unknown) {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: 'Bearer x', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

const members = (unit: string) => `/directory/administrativeUnits/${unit}/members`;
const create = (unit: string, name: string) => call('POST', members(unit), { ...NEW, ...person(name) });

describe('an app whose role is limited to an administrative unit', () => {
  it('creates people in it, and nowhere else', async () => {
    const { status, body } = await create(UNIT, 'inside');
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...NEW, userPrincipalName: 'inside@contoso.com' });
    expect(graph.state.units.get(UNIT)?.members).toEqual(new Set([body.id]));
    expect((await create(OTHER, 'other')).status).toBe(403);
    expect((await call('POST', '/users', person('tenant'))).status).toBe(403);
    expect(graph.state.findUser('tenant@contoso.com')).toBeUndefined();
  });

  it('changes, licenses and deletes who is in it, and nobody else; it reads everybody', async () => {
    const { body } = await create(UNIT, 'inside');
    const ada = graph.state.findUser('ada@contoso.com')?.id;
    const acts = (id: string) => [
      call('PATCH', `/users/${id}`, { department: 'IT', usageLocation: 'US' }),
      call('POST', `/users/${id}/assignLicense`, {
        addLicenses: [{ skuId: ENTERPRISE, disabledPlans: [] }],
        removeLicenses: [],
      }),
      call('POST', `/users/${id}/revokeSignInSessions`),
    ];
    const statuses = async (id: string) => {
      const found: number[] = [];
      for (const act of acts(id)) found.push((await act).status);
      return found;
    };
    expect(await statuses(ada ?? '')).toEqual([403, 403, 403]);
    expect((await statuses(body.id)).every((status) => status < 300)).toBe(true);
    expect((await call('GET', `/users/${ada}`)).status).toBe(200);
    expect((await call('DELETE', `/users/${ada}`)).status).toBe(403);
    expect((await call('DELETE', `/users/${body.id}`)).status).toBe(204);
    // Whoever is deleted is in no unit.
    expect((await call('POST', `/directory/deletedItems/${body.id}/restore`)).status).toBe(403);
  });

  it('puts people into the groups of the unit alone', async () => {
    const { body } = await create(UNIT, 'inside');
    const [inside, outside] = graph.state.groups.filter(
      ({ type, kind }) => type === 'group' && kind === undefined,
    );
    graph.state.units.get(UNIT)?.members.add(inside?.id ?? '');
    const add = (group: string | undefined) =>
      call('POST', `/groups/${group}/members/$ref`, { '@odata.id': `${url}/directoryObjects/${body.id}` });
    expect((await add(inside?.id)).status).toBe(204);
    expect((await add(outside?.id)).status).toBe(403);
  });

  it('may not create without the role, whatever permissions it has, nor in a unit with a rule', async () => {
    graph.state.roleAssignments.length = 0;
    permissions = ['User.ReadWrite.All', 'Directory.Read.All', 'AdministrativeUnit.ReadWrite.All'];
    expect((await create(UNIT, 'inside')).status).toBe(403);
    graph.state.roleAssignments.push({ principalId: APP_OBJECT_ID, role: 'User Administrator', unit: UNIT });
    graph.state.units.set(UNIT, { id: UNIT, displayName: 'Berlin', members: new Set(), dynamic: true });
    expect((await create(UNIT, 'inside')).status).toBe(400);
    expect((await create('00000000-0000-4000-8000-000000000000', 'inside')).status).toBe(403);
  });

  it('changes nobody in a restricted unit without a role over it, whatever permissions it has', async () => {
    permissions = ['User.ReadWrite.All'];
    const ada = graph.state.findUser('ada@contoso.com')?.id ?? '';
    graph.state.units.set(OTHER, {
      id: OTHER,
      displayName: 'Board',
      members: new Set([ada]),
      restricted: true,
    });
    const change = () => call('PATCH', `/users/${ada}`, { department: 'IT' });
    expect((await change()).body.error.message).toContain('restricted management administrative unit');
    graph.state.roleAssignments.push({ principalId: APP_OBJECT_ID, role: 'User Administrator', unit: OTHER });
    expect((await change()).status).toBe(204);
  });

  it('refuses a member without its type, and shows units among what people are in', async () => {
    expect((await call('POST', members(UNIT), person('inside'))).status).toBe(400);
    const { body } = await create(UNIT, 'inside');
    const { value } = (await call('GET', `/users/${body.id}/transitiveMemberOf`)).body;
    expect(value).toEqual([
      { '@odata.type': '#microsoft.graph.administrativeUnit', id: UNIT, displayName: UNIT },
    ]);
  });
});

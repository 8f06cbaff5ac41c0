import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createConfidentialClient } from '../../src/graph/login/createConfidentialClient.ts';
import { createTokenSource } from '../../src/graph/login/tokenSource.ts';
import { GRAPH_CLIENT_ID, TENANT_ID, USERS } from '../../src/sandbox/contoso.ts';
import { createLoopbackGraph } from '../../src/sandbox/graph/server.ts';
import { createLoopbackLogin } from '../../src/sandbox/login.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { openTestDirectory } from '../graph/graphDouble.ts';
import { describeDirectory, type Trouble } from './directory.ts';

const AUDIENCE = 'https://graph.microsoft.com';
const [SEATS, FULL, LAST] = [
  '6fd2c87f-b296-42f0-b197-1e91e994b900',
  '05e9a617-0261-4cee-bb44-138d3ef5d965',
  '06ebc4ee-1bb5-47dd-8120-11324bc54e06',
];

type Graph = ReturnType<typeof createLoopbackGraph>;

const TROUBLES: Record<Trouble, Omit<Parameters<Graph['fail']>[0], 'times'>> = {
  'create throttled': {
    match: { method: 'POST', path: /^\/users$/ },
    kind: 'status',
    status: 429,
    retryAfter: 2,
  },
  'create lost before': { match: { method: 'POST', path: /^\/users$/ }, kind: 'reset-before' },
  'create lost after': { match: { method: 'POST', path: /^\/users$/ }, kind: 'reset-after' },
  'batch throttled': { match: { path: /^\/\$batch$/ }, kind: 'status', status: 429 },
  'batch lost after': { match: { path: /^\/\$batch$/ }, kind: 'reset-after' },
  'license throttled': { match: { path: /assignLicense$/ }, kind: 'status', status: 429, retryAfter: 2 },
  'group throttled': { match: { path: /members\/\$ref$/ }, kind: 'status', status: 429, retryAfter: 2 },
  'license lost after': { match: { path: /assignLicense$/ }, kind: 'reset-after' },
};

describeDirectory('Microsoft Graph', async () => {
  const secret = 'a-loopback-client-secret';
  const login = createLoopbackLogin({ clients: [{ clientId: GRAPH_CLIENT_ID, secret, audience: AUDIENCE }] });
  const graph = createLoopbackGraph({ checkToken: (authorization) => login.check(authorization, AUDIENCE) });
  const server = createServer(express().use(login.routes, graph.routes));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const client = createConfidentialClient({
    tenantId: TENANT_ID,
    clientId: GRAPH_CLIENT_ID,
    credential: { secret: new Secret(secret) },
    authorityHost: `${url}/login`,
  });
  const { directory } = openTestDirectory(`${url}/graph`, createTokenSource(client, AUDIENCE));
  const banned = new Set<string>();
  graph.switches.bannedPassword = (password) => banned.has(password);
  return {
    directory,
    world: {
      tenantId: TENANT_ID,
      managedDomain: 'contoso.com',
      federatedDomain: 'corp.contoso.com',
      licenses: {
        free: SEATS,
        last: LAST,
        none: FULL,
        unknown: 'ffffffff-0000-4000-8000-000000000000',
      },
      stranger: USERS[0],
      groups: {
        open: ['Berlin office', 'Newcomers'],
        twins: 'Project Phoenix',
        closed: {
          dynamic: 'Everybody in Berlin',
          synced: 'Finance',
          mail: 'Notices',
          role: 'Password helpers',
        },
      },
    },
    makeAdmin(objectId, role, how) {
      const members = new Set([objectId]);
      const { groups, roleAssignments, roleEligibilities, groupEligibilities } = graph.state;
      if (how === undefined) groups.push({ type: 'directoryRole', id: role, displayName: role, members });
      let principalId = objectId;
      if (how?.endsWith('by a group')) {
        principalId = '0a0a0a0a-0000-4000-8000-00000000000a';
        const kind = 'roleAssignable';
        groups.push({ type: 'group', kind, id: principalId, displayName: 'Admins', members });
      }
      if (how === 'eligible to join a group' || how === 'eligible to own a group') {
        const groupId = '0b0b0b0b-0000-4000-8000-00000000000b';
        const accessId = how === 'eligible to own a group' ? 'owner' : 'member';
        groups.push({
          type: 'group',
          kind: 'roleAssignable',
          id: groupId,
          displayName: 'Joinable',
          members: new Set(),
        });
        groupEligibilities.push({ principalId: objectId, groupId, accessId });
        if (role !== '') roleAssignments.push({ principalId: groupId, role });
        return;
      }
      if (how?.startsWith('eligible')) roleEligibilities.push({ principalId, role });
      if (how?.startsWith('over a unit')) roleAssignments.push({ principalId, role, unit: 'berlin' });
    },
    hideJoinable() {
      graph.switches.forbidden = /^\/identityGovernance\//;
    },
    hideRoles() {
      graph.switches.forbidden = /^\/roleManagement\//;
    },
    licenseGroup(groupName, skuId) {
      for (const group of graph.state.groups) if (group.displayName === groupName) group.licenses = [skuId];
    },
    nestGroup(outerName, innerName) {
      const named = (name: string) => graph.state.groups.find(({ displayName }) => displayName === name);
      const [outer, inner] = [named(outerName), named(innerName)];
      if (outer === undefined || inner === undefined) throw new Error(`no ${outerName} or ${innerName}`);
      outer.nested = new Set([inner.id]);
    },
    sync(objectId) {
      const user = graph.state.users.get(objectId);
      if (user === undefined) throw new Error(`no ${objectId}`);
      user.onPremisesSyncEnabled = true;
    },
    hideSignIns() {
      graph.switches.noPremium = true;
    },
    deleteAccount(userPrincipalName) {
      const user = graph.state.findUser(userPrincipalName);
      if (user === undefined) throw new Error(`no ${userPrincipalName}`);
      graph.state.users.delete(user.id);
      const prefixed = `${user.id.replaceAll('-', '')}${user.userPrincipalName}`;
      const deletedDateTime = '2026-08-20T12:00:00Z';
      graph.state.deleted.set(user.id, { ...user, userPrincipalName: prefixed, deletedDateTime });
    },
    countAccounts: (userPrincipalName) =>
      [...graph.state.users.values()].filter((user) => user.userPrincipalName === userPrincipalName).length,
    isMember: (groupName, objectId) =>
      graph.state.groups.filter(
        ({ displayName, members }) => displayName === groupName && members.has(objectId),
      ).length === 1,
    join(groupName, objectId) {
      for (const group of graph.state.groups) {
        if (group.displayName === groupName) group.members.add(objectId);
      }
    },
    replyOf(objectId) {
      const kept = graph.state.mailboxes.get(objectId) as
        | { automaticRepliesSetting?: { externalReplyMessage?: string } }
        | undefined;
      return kept?.automaticRepliesSetting?.externalReplyMessage;
    },
    giveMethods(objectId, types) {
      graph.state.methods.set(
        objectId,
        types.map((type, index) => ({
          id: `${type}-1`,
          type,
          ...(index === 0 ? { isDefault: true as const } : {}),
        })),
      );
    },
    countMethods: (objectId) => graph.state.methods.get(objectId)?.length ?? 0,
    managerOf: (objectId) => graph.state.managers.get(objectId),
    banPassword: (password) => void banned.add(password),
    cause: (trouble) => graph.fail({ ...TROUBLES[trouble], times: 1 }),
    setDown(down) {
      graph.switches.down = down;
    },
    dispose: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
});

import { setTimeout as delay } from 'node:timers/promises';
import type { AskedPerson } from '../../src/service/ports/requests.ts';
import { GRAPH_TOKEN, LICENSE } from '../composition/tenant.ts';
import { GROUPS, REPLY } from '../drills/actsScene.ts';

/** As the runner has them. */
const AT_ONCE = 80;

type Write = { method: 'PATCH' | 'POST' | 'DELETE'; path: string; body?: object };

/** What a person who leaves takes, but the sign-in methods, which share no quota with it. */
function listWrites(id: string): Write[] {
  const setting = { status: 'alwaysEnabled', externalAudience: 'all', internalReplyMessage: REPLY };
  return [
    { method: 'PATCH', path: `/users/${id}`, body: { accountEnabled: false } },
    { method: 'POST', path: `/users/${id}/revokeSignInSessions` },
    { method: 'PATCH', path: `/users/${id}`, body: { passwordProfile: { password: 'Bare-Client-7f3a91' } } },
    { method: 'PATCH', path: `/users/${id}/mailboxSettings`, body: { automaticRepliesSetting: setting } },
    ...GROUPS.slice(0, 2).map(
      (group): Write => ({ method: 'DELETE', path: `/groups/${group.id}/members/${id}/$ref` }),
    ),
    {
      method: 'POST',
      path: `/users/${id}/assignLicense`,
      body: { addLicenses: [], removeLicenses: [LICENSE] },
    },
  ];
}

/** How many of them there are for each person. */
export const WRITES = listWrites('').length;

async function send(url: string, { method, path, body }: Write, speed: number): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}/v1.0${path}`, {
      method,
      headers: { Authorization: `Bearer ${GRAPH_TOKEN}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    await response.arrayBuffer();
    if (response.ok) return;
    if (response.status !== 429) throw new Error(`${method} ${path}: ${response.status}`);
    await delay((Number(response.headers.get('Retry-After') ?? 1) * 1_000) / speed);
  }
}

/** Has people leave as fast as Graph lets it, without a look and without records. `speed` is that of Graph's clock. */
export async function runBareLeavers(
  url: string,
  people: readonly AskedPerson[],
  speed: number,
): Promise<void> {
  let next = 0;
  async function sendSome(): Promise<void> {
    for (let one = people[next++]; one !== undefined; one = people[next++]) {
      for (const write of listWrites(one.objectId ?? '')) await send(url, write, speed);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, sendSome));
}

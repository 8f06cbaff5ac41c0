import { Agent, request } from 'node:http';
import type { Person } from '../../src/domain/terms.ts';
import { toBatchBody } from '../../src/graph/client/batch.ts';
import { toUserBody } from '../../src/graph/people/userBody.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { GRAPH_TOKEN, LICENSE } from '../composition/tenant.ts';

const BATCH_SIZE = 20;
const agent = new Agent({ keepAlive: true });

/** One POST over a connection that is kept. */
export function post(url: string, body: unknown): Promise<unknown> {
  const text = JSON.stringify(body);
  const headers = {
    Authorization: `Bearer ${GRAPH_TOKEN}`,
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, method: 'POST', headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString('utf8') || 'null')));
    });
    sent.on('error', reject);
    sent.end(text);
  });
}

export function bodyOf(person: Person): object {
  const password = new Secret('Bare-Client-7f3a91');
  return toUserBody(
    { operationId: 'op_bare', person, accountEnabled: true, password },
    'extensionAttribute15',
  );
}

export const licenseBody = { addLicenses: [{ skuId: LICENSE, disabledPlans: [] }], removeLicenses: [] };

type Item = { path: string; body: unknown };

/** Sends all items in batches, so many at once; the ids of the answers in the order of the items. */
async function sendAll(url: string, items: readonly Item[], atOnce: number): Promise<string[]> {
  const ids: string[] = [];
  let next = 0;
  async function sendSome(): Promise<void> {
    while (next < items.length) {
      const start = next;
      next += BATCH_SIZE;
      const some = items
        .slice(start, start + BATCH_SIZE)
        .map((item) => ({ method: 'POST' as const, ...item }));
      const answer = await post(`${url}/v1.0/$batch`, toBatchBody(some));
      const { responses } = answer as { responses: { id: string; status: number; body: { id: string } }[] };
      for (const { id, status, body } of responses) {
        if (status >= 300) throw new Error(`The bare client got ${status}.`);
        ids[start + Number(id) - 1] = body.id;
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, sendSome));
  return ids;
}

/** Creates and licenses people as fast as batches go, and keeps no records. */
export async function runBareClient(url: string, people: readonly Person[], atOnce: number): Promise<void> {
  const ids = await sendAll(
    url,
    people.map((person) => ({ path: '/users', body: bodyOf(person) })),
    atOnce,
  );
  await sendAll(
    url,
    ids.map((id) => ({ path: `/users/${id}/assignLicense`, body: licenseBody })),
    atOnce,
  );
}

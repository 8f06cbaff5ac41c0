import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Person } from '../../src/domain/terms.ts';
import { type BatchItem, toBatchBody } from '../../src/graph/client/batch.ts';
import { toUserBody } from '../../src/graph/people/userBody.ts';
import { drawPassword } from '../../src/secrets/drawPassword.ts';
import type { Secret } from '../../src/secrets/secret.ts';
import { FOLDER_MODE } from '../../src/store/disk/storeFs.ts';
import { writeDurably } from '../../src/store/disk/writeDurably.ts';
import { GRAPH_TOKEN, makePeople } from '../composition/tenant.ts';
import type { KillSettings } from './killProcess.ts';
import { createPoints } from './points.ts';
import { createTurns } from './turns.ts';

/** userPrincipalName → the password it was created with; null for one that was there already. */
type Passwords = Record<string, string | null>;

const AT_ONCE = 20;

function passwordsFile(folder: string): string {
  return join(folder, 'passwords.json');
}

export async function readNaivePasswords(folder: string): Promise<Passwords> {
  const text = await readFile(passwordsFile(folder), 'utf8').catch(() => '{}');
  return JSON.parse(text) as Passwords;
}

function toItem({ person, password }: { person: Person; password: Secret }): BatchItem {
  const intent = { operationId: 'naive', person, accountEnabled: true, password };
  return { method: 'POST', path: '/users', body: toUserBody(intent, 'extensionAttribute15') };
}

/**
 * Creates first and records after, as scripts do: a death between the two leaves accounts whose password nobody
 * knows. It shows that the drill sees such accounts.
 */
export async function runNaively({ rows, folder, graphUrl, startedAt, death }: KillSettings): Promise<void> {
  const { fs, fetch } = createPoints(createTurns(startedAt), folder, death);
  await fs.mkdir(folder, { mode: FOLDER_MODE, recursive: true });
  const passwords = await readNaivePasswords(folder);
  const people = makePeople(rows).filter(({ userPrincipalName }) => !(userPrincipalName in passwords));
  for (let start = 0; start < people.length; start += AT_ONCE) {
    const drawn = people.slice(start, start + AT_ONCE).map((person) => ({
      person,
      password: drawPassword((max) => randomInt(max)),
    }));
    const response = await fetch(`${graphUrl}/v1.0/$batch`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${GRAPH_TOKEN}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(toBatchBody(drawn.map(toItem))),
    });
    const { responses } = (await response.json()) as { responses: { id: string; status: number }[] };
    for (const { id, status } of responses) {
      // Batch ids count from 1.
      const one = drawn[Number(id) - 1];
      if (one === undefined) throw new Error(`an answer to no request: ${id}`);
      passwords[one.person.userPrincipalName] = status === 201 ? one.password.reveal() : null;
    }
    await writeDurably(fs, passwordsFile(folder), Buffer.from(JSON.stringify(passwords)), false);
  }
}

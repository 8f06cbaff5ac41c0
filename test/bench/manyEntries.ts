import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditKeys } from '../../src/audit/auditKeys.ts';
import { makeLine } from '../../src/audit/auditLines.ts';
import type { AuditEntry } from '../../src/service/ports/records.ts';

/** The object id of one of the people in the entries. */
export const objectIdOf = (person: number): string =>
  `a1b6b0f2-2222-4f6f-9d0e-${String(person).padStart(12, '0')}`;

/** Each person is created, licensed and put into groups; 500 of them are a job, and 100 a mail. One each tenth of a second. */
export function entryOf(index: number, count: number): AuditEntry {
  const person = Math.floor(index / 3);
  const jobId = `job_${String(Math.floor(person / 500)).padStart(24, '0')}`;
  const late = person % 100 === 0 ? 'passwords.mailed' : 'group.joined';
  const what = ['account.created', 'license.assigned', late][index % 3] ?? '';
  return {
    at: Date.now() - (count - index) * 100,
    actor: 'omar',
    platform: 'system',
    customer: 'contoso',
    what,
    outcome: 'done',
    subject: what === 'passwords.mailed' ? jobId : `person${person}@contoso.com`,
    detail:
      what === 'account.created'
        ? { jobId, objectId: objectIdOf(person), operationId: `op_${index}` }
        : { jobId, recipient: 'it@contoso.com', state: 'accepted' },
  };
}

/** Writes the audit of a data folder that no store has open. Answers how many bytes it has. */
export async function writeAuditFile(
  folder: string,
  count: number,
  { current }: AuditKeys,
): Promise<{ bytes: number }> {
  const file = await open(join(folder, 'audit.jsonl'), 'w', 0o600);
  let before: string | undefined;
  for (let index = 0; index < count; index += 1_000) {
    const lines: string[] = [];
    for (let one = index; one < Math.min(count, index + 1_000); one += 1) {
      before = makeLine(entryOf(one, count), before, current);
      lines.push(`${before}\n`);
    }
    await file.writeFile(lines.join(''));
  }
  const { size } = await file.stat();
  await file.close();
  return { bytes: size };
}

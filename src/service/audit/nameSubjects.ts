import type { ProvisioningOptions } from '../context.ts';
import type { AuditEntry } from '../ports/records.ts';

interface Batch {
  people: number;
  first: string | undefined;
  fileName: string | undefined;
}

function sayBatch({ people, first, fileName }: Batch): string {
  if (people === 1 && first !== undefined) return first;
  const who = people === 1 ? '1 person' : `${people} people`;
  return fileName === undefined ? who : `${who} (${fileName})`;
}

/** Whom the jobs and requests are for that these entries are about, by id; those that are no longer kept are left out. */
export async function nameSubjects(
  store: Pick<ProvisioningOptions['store'], 'loadJob' | 'loadRows' | 'loadRequest'>,
  entries: readonly AuditEntry[],
): Promise<ReadonlyMap<string, string>> {
  async function name(id: string): Promise<string | undefined> {
    const job = id.startsWith('job_') ? await store.loadJob(id) : undefined;
    if (job !== undefined) {
      const [row] = job.total === 1 ? await store.loadRows(id) : [];
      return sayBatch({ people: job.total, first: row?.person.userPrincipalName, fileName: job.fileName });
    }
    const request = id.startsWith('req_') ? await store.loadRequest(id) : undefined;
    if (request === undefined) return undefined;
    const { people, fileName } = request.asked;
    return sayBatch({ people: people.length, first: people[0]?.person.userPrincipalName, fileName });
  }

  const ids = [...new Set(entries.flatMap(({ subject }) => subject ?? []))];
  const named = await Promise.all(ids.map(async (id) => [id, await name(id)] as const));
  return new Map(named.flatMap(([id, words]) => (words === undefined ? [] : [[id, words] as const])));
}

import type { AuditEntry } from '../ports/records.ts';
import type { AskedJob } from '../ports/requests.ts';

/**
 * People whom an entry about a request names, by user name and object id: 25 take 2 KB. Of a request for more of them none
 * is named, so that a file of thousands doesn't fill the audit. Such a request is found by its record while that is kept,
 * and after that by the job that it became; what never became one is then in the history of everything only.
 */
const MAX_NAMED = 25;

type Detail = NonNullable<AuditEntry['detail']>;

/** What was asked for, as every new entry about a request or a job says it. Entries of before may lack it. */
export function auditTask({ task = 'create' }: Pick<AskedJob, 'task'>): Detail {
  return { task };
}

/** Whom it is for, so that their history has it. Empty for more people than are named. */
export function auditPeople({ people }: Pick<AskedJob, 'people'>): Detail {
  if (people.length > MAX_NAMED) return {};
  const ids = people.flatMap(({ objectId }) => objectId ?? []);
  return {
    userNames: people.map(({ person }) => person.userPrincipalName).join(' '),
    ...(ids.length === 0 ? {} : { objectIds: ids.join(' ') }),
  };
}

import { RollcallError } from '../../domain/errors.ts';
import { byJob, type ProvisioningOptions } from '../context.ts';
import type { JobRecord, RowRecord } from '../ports/records.ts';
import type { TakenLink } from '../provisioning.ts';

type Person = TakenLink['people'][number];

/**
 * The same people with a Temporary Access Pass each, made now. A tenant that makes none after all leaves the password,
 * without which nobody could sign in. Audited before it is answered.
 */
export async function makePasses(
  context: Pick<ProvisioningOptions, 'directoryFor' | 'store' | 'clock' | 'log'>,
  job: JobRecord,
  rows: readonly RowRecord[],
  taken: TakenLink,
): Promise<TakenLink> {
  const { directoryFor, store, clock, log } = context;
  const directory = directoryFor(job.customer);
  const people: Person[] = [];
  for (const [index, person] of taken.people.entries()) {
    const objectId = rows[index]?.objectId;
    const subject = person.userPrincipalName;
    try {
      if (objectId === undefined) throw new Error('the account has no id');
      const { pass, minutes } = await directory.makeAccessPass(objectId);
      await store.audit(byJob(context, job, { what: 'pass.made', outcome: 'done', subject }));
      people.push({ ...person, pass: { value: pass, until: clock.now() + minutes * 60_000 } });
    } catch (error) {
      log.warn({ jobId: job.id, err: error }, 'link.no_pass');
      const code = error instanceof RollcallError ? error.code : 'UNEXPECTED';
      const detail = { code, instead: 'password' };
      await store.audit(byJob(context, job, { what: 'pass.made', outcome: 'failed', subject, detail }));
      people.push(person);
    }
  }
  return { ...taken, people };
}

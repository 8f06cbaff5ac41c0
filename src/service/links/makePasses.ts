import { RollcallError } from '../../domain/errors.ts';
import type { ProvisioningOptions } from '../context.ts';
import type { JobRecord, RowRecord } from '../ports/records.ts';
import type { LinkRecord } from '../ports/shownSecrets.ts';
import { byLink } from './byLink.ts';
import type { TakenLink } from './links.ts';

/** Somebody waits for the page; a few at once keep Graph's quota for those who wait elsewhere. */
const AT_ONCE = 5;

type Person = TakenLink['people'][number];

/**
 * The same people with a Temporary Access Pass each, made now. A tenant that makes none after all leaves the password,
 * without which nobody could sign in. Audited before it is answered.
 */
export async function makePasses(
  context: Pick<ProvisioningOptions, 'directoryFor' | 'store' | 'clock' | 'log'>,
  job: JobRecord,
  link: LinkRecord,
  rows: readonly RowRecord[],
  taken: TakenLink,
): Promise<TakenLink> {
  const { directoryFor, store, clock, log } = context;
  const directory = directoryFor(job.customer);

  async function makePass(person: Person, row: RowRecord | undefined): Promise<Person> {
    const subject = person.userPrincipalName;
    const objectId = row?.objectId;
    const detail = objectId === undefined ? {} : { objectId };
    try {
      if (objectId === undefined) throw new Error('the account has no id');
      const { pass, minutes } = await directory.makeAccessPass(objectId);
      await store.audit(byLink(context, job, link, { what: 'pass.made', outcome: 'done', subject, detail }));
      return { ...person, pass: { value: pass, until: clock.now() + minutes * 60_000 } };
    } catch (error) {
      log.warn({ jobId: job.id, err: error }, 'link.no_pass');
      const code = error instanceof RollcallError ? error.code : 'UNEXPECTED';
      const failed = { ...detail, code, instead: 'password' };
      await store.audit(
        byLink(context, job, link, { what: 'pass.made', outcome: 'failed', subject, detail: failed }),
      );
      return person;
    }
  }

  const people: Person[] = [];
  for (let done = 0; done < taken.people.length; done += AT_ONCE) {
    const some = taken.people.slice(done, done + AT_ONCE);
    people.push(...(await Promise.all(some.map((person, index) => makePass(person, rows[done + index])))));
  }
  return { ...taken, people };
}

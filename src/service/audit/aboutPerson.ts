import type { AuditEntry } from '../ports/records.ts';
import type { RequestRecord } from '../ports/requests.ts';
import type { AuditFilter, Store } from '../ports/store.ts';

/**
 * Entries that are looked through for someone's accounts, jobs, and requests, whenever those were: far more than a person has.
 * Fewer lose the oldest; more read all that someone did who acts every day, when their own name is asked for.
 */
const MOST_NAMING = 1_000;

/** A person is created once and reset now and then: more jobs or requests than this are somebody else's namesakes. */
const MOST_FOLLOWED = 50;

/** A name that is asked for has had one account, or a few, one after the other. */
const MOST_ACCOUNTS = 10;

type Reads = Pick<Store, 'readAudit' | 'listRequests'>;

function isNamed(userName: string, wanted: string): boolean {
  const name = userName.toLowerCase();
  return name === wanted || name.startsWith(`${wanted}@`);
}

/** The words of a detail that holds several, such as user names. */
function wordsOf({ detail = {} }: AuditEntry, key: 'userNames' | 'leftOutNames' | 'objectIds'): string[] {
  return String(detail[key] ?? '').split(' ');
}

/** Entries that name a person as what they are about: the name of their account now, or one they had. */
function listOwn(entries: readonly AuditEntry[], wanted: string): AuditEntry[] {
  return entries.filter(({ subject = '', what, detail = {} }) => {
    const names = [subject, ...(what === 'person.renamed' ? [String(detail.to ?? '')] : [])];
    return names.some((name) => isNamed(name, wanted));
  });
}

/** What these entries say under a key, each once. */
function valuesOf(entries: readonly AuditEntry[], key: 'jobId' | 'objectId' | 'requestId'): string[] {
  const values = entries.map(({ detail = {} }) => detail[key]);
  return [...new Set(values)].filter((value) => typeof value === 'string' && value !== '') as string[];
}

/** Requests whose entries name the person; requests for more people than an entry names are found by their records. */
function listRequested(
  entries: readonly AuditEntry[],
  wanted: string,
  accounts: ReadonlySet<string>,
): string[] {
  return entries.flatMap((entry) => {
    const { subject = '' } = entry;
    if (!subject.startsWith('req_')) return [];
    const names = [...wordsOf(entry, 'userNames'), ...wordsOf(entry, 'leftOutNames')];
    const isTheirs =
      names.some((name) => isNamed(name, wanted)) ||
      wordsOf(entry, 'objectIds').some((id) => accounts.has(id));
    return isTheirs ? [subject] : [];
  });
}

function isFor({ asked }: RequestRecord, wanted: string, accounts: ReadonlySet<string>): boolean {
  return asked.people.some(
    ({ person, objectId = '' }) => isNamed(person.userPrincipalName, wanted) || accounts.has(objectId),
  );
}

/** Newest first, none twice: an entry can be about a person and about their job. */
function mergeEntries(entries: readonly AuditEntry[]): AuditEntry[] {
  const unique = new Map(entries.map((entry) => [JSON.stringify(entry), entry]));
  return [...unique.values()].sort((a, b) => b.at - a.at);
}

/**
 * The newest entries about a person, or whatever else the words name, that meet the filter: under every name that an account
 * had, by its object id, which entries of before it was kept with each lack; what became of the passwords of its jobs; and
 * of requests for it who asked, decided, or was refused, and what was planned or canceled. The requests are those that
 * entries name the person of, those that are still kept, and those that became one of the jobs. Throws what the store throws.
 *
 * @param actors ids of those who are called so, and may have done something under any of them
 */
export async function readAboutPerson(
  store: Reads,
  filter: AuditFilter,
  about: string,
  actors: readonly string[] = [],
): Promise<readonly AuditEntry[]> {
  const { customer, orNone } = filter;
  // Of any time and by anyone: what is about a request of last month names nobody, and the filter is for what is shown.
  const anyOf = {
    ...(customer === undefined ? {} : { customer }),
    ...(orNone === undefined ? {} : { orNone }),
    limit: MOST_NAMING,
  };
  const own = await store.readAudit({ ...anyOf, about });
  const theirs = listOwn(own, about);
  const accounts = valuesOf(theirs, 'objectId').slice(0, MOST_ACCOUNTS);
  const byId = accounts.length === 0 ? [] : await store.readAudit({ ...anyOf, mentions: accounts });
  const jobs = valuesOf([...theirs, ...byId], 'jobId').slice(0, MOST_FOLLOWED);
  const ofJobs = jobs.length === 0 ? [] : await store.readAudit({ ...anyOf, subjects: jobs });
  const ids = new Set(accounts);
  const kept = (await store.listRequests({})).filter(
    (request) => (customer === undefined || request.customer === customer) && isFor(request, about, ids),
  );
  const requests = new Set([
    ...kept.map(({ id }) => id).reverse(),
    ...listRequested([...own, ...byId], about, ids),
    ...valuesOf(ofJobs, 'requestId').filter((id) => id.startsWith('req_')),
  ]);
  const subjects = [...jobs, ...[...requests].slice(0, MOST_FOLLOWED)];
  return mergeEntries([
    ...(await store.readAudit({ ...filter, about })),
    ...(actors.length === 0 ? [] : await store.readAudit({ ...filter, mentions: actors })),
    ...(accounts.length === 0 ? [] : await store.readAudit({ ...filter, mentions: accounts })),
    ...(subjects.length === 0 ? [] : await store.readAudit({ ...filter, subjects })),
  ]).slice(0, filter.limit);
}

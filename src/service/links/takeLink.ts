import { RollcallError } from '../../domain/errors.ts';
import { byJob, customerOf, type ProvisioningOptions } from '../context.ts';
import { PASSWORD_FIELD } from '../jobs/redraw.ts';
import { hasAccount } from '../jobs/rowState.ts';
import { isOver } from '../jobs/runJob.ts';
import type { JobRecord, LinkRecord, RowRecord } from '../ports/records.ts';
import type { Provisioning, TakenLink } from '../provisioning.ts';
import type { TellRequester } from './tellRequester.ts';
import { hashToken, isToken } from './token.ts';

const OPENED = 'link.opened';

/** One-time links, opened. See {@link Provisioning.takeLink}. A link that was taken is taken, whatever comes after. */
export function createTakeLink(
  context: ProvisioningOptions,
  requester: TellRequester,
): Provisioning['takeLink'] {
  const { store, sealer, policy, directoryFor, clock, log } = context;

  function audit(
    job: JobRecord,
    link: LinkRecord,
    outcome: 'done' | 'refused',
    people: number,
  ): Promise<void> {
    const { kind, recipient, tries } = link;
    const detail = { kind, recipient, tries, people };
    return store.audit(byJob(context, job, { what: OPENED, outcome, subject: job.id, detail }));
  }

  /** A disk that refuses must not keep a page from its reader who was audited; the next start tells it. */
  async function tell(link: LinkRecord): Promise<void> {
    try {
      await requester.tell(link);
    } catch (error) {
      log.error({ jobId: link.jobId, err: error }, 'link.not_told');
    }
  }

  /** A list shows what the chat would have shown, so it claims the same; false when that was shown already. */
  async function claimList(jobId: string, at: number): Promise<boolean> {
    const claimed = await store.updateJob(jobId, (job) =>
      job.revealedAt === undefined && isOver(job) ? { ...job, revealedAt: at } : undefined,
    );
    return claimed !== undefined;
  }

  async function choose(job: JobRecord, link: LinkRecord): Promise<RowRecord[]> {
    const rows = (await store.loadRows(job.id)).filter(hasAccount);
    if (link.kind === 'mail') {
      const meant = new Set(link.rowIds);
      return rows.filter(({ rowId }) => meant.has(rowId));
    }
    const unseen = rows.filter(({ revealedAt }) => revealedAt === undefined);
    return (await claimList(job.id, clock.now())) ? unseen : [];
  }

  function open(job: JobRecord, rows: readonly RowRecord[]): TakenLink {
    return {
      customer: customerOf(policy, job.customer).name,
      createdBy: job.requestedBy.name,
      people: rows.map(({ rowId, person, password, accountEnabled }) => ({
        displayName: person.displayName,
        userPrincipalName: person.userPrincipalName,
        password: sealer.open(job.key, rowId, PASSWORD_FIELD, password),
        accountEnabled,
      })),
    };
  }

  /** A tenant that makes no pass after all leaves the password, without which nobody could sign in. */
  async function withPasses(
    job: JobRecord,
    rows: readonly RowRecord[],
    taken: TakenLink,
  ): Promise<TakenLink> {
    const directory = directoryFor(job.customer);
    const people: TakenLink['people'][number][] = [];
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

  return async (token) => {
    const taken = isToken(token) ? await store.takeLink(hashToken(token), clock.now()) : undefined;
    const job = taken === undefined ? undefined : await store.loadJob(taken.link.jobId);
    if (taken === undefined || job === undefined) {
      log.warn({}, 'link.unknown');
      return undefined;
    }
    const { won, link } = taken;
    const rows = won ? await choose(job, link) : [];
    const shown = rows.length > 0;
    try {
      await audit(job, link, shown ? 'done' : 'refused', rows.length);
    } finally {
      await tell(link);
    }
    if (!shown) return undefined;
    const opened = open(job, rows);
    const wantsPass = link.kind === 'mail' && job.settings.delivery === 'pass';
    return wantsPass ? withPasses(job, rows, opened) : opened;
  };
}

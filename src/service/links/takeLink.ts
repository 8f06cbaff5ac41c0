import { setImmediate } from 'node:timers/promises';
import { RollcallError } from '../../domain/errors.ts';
import { customerOf, type ProvisioningOptions } from '../context.ts';
import { goOn, type Passed } from '../door/door.ts';
import { openPassword } from '../door/openPassword.ts';
import { requireKnown } from '../door/readMay.ts';
import { isGone } from '../door/taskRules.ts';
import { chooseLanguage } from '../jobs/delivery/chooseLanguage.ts';
import { listReplaced } from '../jobs/delivery/replaced.ts';
import type { RevealClaims } from '../jobs/delivery/revealClaims.ts';
import { hasAccount } from '../jobs/runner/rowState.ts';
import type { JobRecord, LinkNews, RowRecord } from '../ports/records.ts';
import type { LinkRecord } from '../ports/shownSecrets.ts';
import { byLink } from './byLink.ts';
import type { Links, TakenLink } from './links.ts';
import { makePasses } from './makePasses.ts';
import type { TellOfLinks } from './tellOfLinks.ts';
import { hashToken, isToken } from './token.ts';
import { LINK_WORDS } from './words.ts';

const OPENED = 'link.opened';
const PAUSED = new RollcallError('NOT_YET', LINK_WORDS.paused.message, LINK_WORDS.paused);

/** Opening one takes about 50 µs; between so many the event loop gets its turn, because chats wait 3 s only. */
const OPENED_PER_TURN = 100;

/** One-time links, opened. See {@link Links.take}. A link that was taken is taken, whatever comes after. */
export function createTakeLink(
  context: ProvisioningOptions,
  requester: TellOfLinks,
  claims: RevealClaims,
): Links['take'] {
  const { store, policy, clock, log, brake } = context;

  function audit(job: JobRecord, link: LinkRecord, people: number): Promise<void> {
    const { kind, recipient, tries } = link;
    const outcome = people > 0 ? 'done' : 'refused';
    const detail = { kind, recipient, tries, people };
    return store.audit(byLink(context, job, link, { what: OPENED, outcome, subject: job.id, detail }));
  }

  /** A disk that refuses must not keep a page from its reader who was audited; the next start tells it. */
  async function tell(link: LinkRecord, empty?: LinkNews['empty']): Promise<void> {
    try {
      await requester.tell(link, empty);
    } catch (error) {
      log.error({ jobId: link.jobId, err: error }, 'link.not_told');
    }
  }

  async function choose(job: JobRecord, link: LinkRecord, at: number): Promise<RowRecord[]> {
    const all = await store.loadRows(job.id);
    // A password that was replaced since shows nowhere.
    const replaced = await listReplaced(store, job, all);
    const rows = all.filter((row) => hasAccount(row) && !replaced.has(row.rowId));
    if (link.kind === 'mail') {
      const meant = new Set(link.rowIds);
      return rows.filter(({ rowId }) => meant.has(rowId));
    }
    const unseen = rows.filter(({ revealedAt }) => revealedAt === undefined);
    // A list shows what the chat would have shown, so it claims the same.
    return (await claims.claim(job, at, all)) === undefined ? [] : unseen;
  }

  async function open(
    job: Passed<JobRecord>,
    { kind }: LinkRecord,
    rows: readonly RowRecord[],
  ): Promise<TakenLink> {
    const customer = customerOf(policy, job.customer);
    // A list is read by whoever asked for it, not by those it is about.
    const language = kind === 'list' ? customer.language : chooseLanguage(customer, rows);
    const people: TakenLink['people'][number][] = [];
    for (const row of rows) {
      const { person, accountEnabled } = row;
      if (people.length % OPENED_PER_TURN === OPENED_PER_TURN - 1) await setImmediate();
      people.push({
        displayName: person.displayName,
        userPrincipalName: person.userPrincipalName,
        password: openPassword(context, job, row),
        accountEnabled,
      });
    }
    return {
      customer: customer.name,
      createdBy: job.requestedBy.name,
      ...(job.task === 'reset' ? { isReset: true } : {}),
      ...(language === undefined ? {} : { language }),
      people,
    };
  }

  /** Undefined when there is nobody to show, or when it cannot be opened any more. */
  async function openOrLog(
    job: Passed<JobRecord> | undefined,
    link: LinkRecord,
    rows: readonly RowRecord[],
  ): Promise<TakenLink | undefined> {
    if (job === undefined || rows.length === 0) return undefined;
    try {
      return await open(job, link, rows);
    } catch (error) {
      if (!(error instanceof RollcallError)) throw error;
      log.error({ jobId: job.id, err: error }, 'link.not_opened');
      return undefined;
    }
  }

  /** What a won link shows, once that is audited: nothing where nobody `passed` may give it any more. */
  async function show(
    job: JobRecord,
    link: LinkRecord,
    passed: Passed<JobRecord> | undefined,
  ): Promise<TakenLink | undefined> {
    const at = clock.now();
    const rows = passed === undefined ? [] : await choose(job, link, at);
    try {
      const opened = await openOrLog(passed, link, rows);
      await audit(job, link, opened?.people.length ?? 0);
      if (opened === undefined) return undefined;
      const wantsPass = link.kind === 'mail' && job.settings.delivery === 'pass';
      if (wantsPass) return await makePasses(context, job, link, rows, opened);
      return link.kind === 'list' ? { ...opened, shown: () => claims.confirm(job.id, at) } : opened;
    } catch (error) {
      // What a list claimed and did not show can be asked for again in the chat.
      if (link.kind === 'list') await claims.unclaim(job.id, at);
      throw error;
    }
  }

  function whyEmpty(job: JobRecord, passed: Passed<JobRecord> | undefined): LinkNews['empty'] {
    if (isGone(policy, job.customer)) return 'customer';
    return passed === undefined ? 'role' : 'none';
  }

  /**
   * Whoever asked may have lost the role since the link was made: what it shows was theirs to give. Asked before it is taken:
   * while that can't be told, it throws ROLE_UNKNOWN, and the link stays unopened.
   */
  async function letOpen(hash: string): Promise<Passed<JobRecord> | undefined> {
    const link = await store.findOpenLink(hash, clock.now());
    const job = link === undefined ? undefined : await store.loadJob(link.jobId);
    return job === undefined ? undefined : requireKnown(await goOn(context, job));
  }

  return async (token) => {
    // It stays unopened, and opens once Rollcall goes on.
    if (brake.paused() !== undefined) throw PAUSED;
    // Whose it is to give is said by the newest policy file: at another instance it opens.
    await context.checkPolicy?.();
    const hash = isToken(token) ? hashToken(token) : undefined;
    const passed = hash === undefined ? undefined : await letOpen(hash);
    const taken = hash === undefined ? undefined : await store.takeLink(hash, clock.now());
    const job = taken === undefined ? undefined : await store.loadJob(taken.link.jobId);
    if (taken === undefined || job === undefined) {
      log.warn({}, 'link.unknown');
      return undefined;
    }
    const { won, link } = taken;
    let empty: LinkNews['empty'];
    try {
      if (!won) {
        await audit(job, link, 0);
        return undefined;
      }
      const shown = await show(job, link, passed);
      empty = shown === undefined ? whyEmpty(job, passed) : undefined;
      return shown;
    } finally {
      await tell(link, empty);
    }
  };
}

import { RollcallError } from '../../../domain/errors.ts';
import type { Actor } from '../../../domain/terms.ts';
import { byActor, type ProvisioningOptions } from '../../context.ts';
import type { Passed } from '../../door/door.ts';
import { openPassword } from '../../door/openPassword.ts';
import type { OneAtATime } from '../../ports/oneAtATime.ts';
import type { AuditEntry, JobRecord, RowRecord } from '../../ports/records.ts';
import { checkPasswordsKept } from '../jobErrors.ts';
import type { JobStates } from '../jobState.ts';
import type { Jobs, RevealClaim } from '../jobs.ts';
import { hasAccount } from '../runner/rowState.ts';
import { JOB_SERVICE_WORDS } from '../words.ts';
import { describeNoPasswords } from './noPasswords.ts';
import { describeReplaced, listReplaced } from './replaced.ts';
import { hasAllPasswords, type RevealClaims } from './revealClaims.ts';

const SAYS = JOB_SERVICE_WORDS.passwords;

const REVEALED = 'passwords.revealed';

function sayWhen(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function describeRevealed(job: JobRecord, claims: RevealClaims): RollcallError {
  const { message, next } = claims.isUnderWay(job) ? SAYS.showing : SAYS.revealed;
  const at = job.revealedAt ?? 0;
  return new RollcallError('ALREADY_REVEALED', message(sayWhen(at)), { next });
}

function describeRunning(): RollcallError {
  const { message, ...more } = SAYS.notReady;
  return new RollcallError('NOT_YET', message, more);
}

/** Why this job's passwords cannot be shown now; undefined when they can. */
export function checkRevealable(
  job: JobRecord,
  rows: readonly RowRecord[],
  claims: RevealClaims,
): RollcallError | undefined {
  if (!hasAllPasswords(job, rows)) return describeRunning();
  if (!rows.some(hasAccount)) return describeNoPasswords(job);
  const gone = checkPasswordsKept(job);
  if (gone !== undefined) return gone;
  return claims.wasShown(job) ? describeRevealed(job, claims) : undefined;
}

/** First passwords for the requester's eyes, once. See {@link Jobs.claimPasswords}. */
export function createReveal(
  context: ProvisioningOptions,
  states: JobStates,
  oneAtATime: OneAtATime,
  claims: RevealClaims,
): Jobs['claimPasswords'] {
  const { store, clock } = context;

  function audit(actor: Actor, jobId: string, outcome: AuditEntry['outcome'], detail: AuditEntry['detail']) {
    const entry = { what: REVEALED, outcome, subject: jobId, ...(detail === undefined ? {} : { detail }) };
    return store.audit(byActor(context, actor, entry));
  }

  async function refuse(actor: Actor, jobId: string, error: RollcallError): Promise<never> {
    await audit(actor, jobId, 'refused', { code: error.code });
    throw error;
  }

  function open(job: Passed<JobRecord>, rows: readonly RowRecord[]): RevealClaim['people'] {
    return rows.map((row) => ({
      displayName: row.person.displayName,
      userPrincipalName: row.person.userPrincipalName,
      password: openPassword(context, job, row),
    }));
  }

  async function claimPasswords(actor: Actor, jobId: string): Promise<RevealClaim> {
    const job = await states.findOwn(actor, jobId, REVEALED);
    const rows = await store.loadRows(jobId);
    if (!hasAllPasswords(job, rows)) return refuse(actor, jobId, describeRunning());
    const created = rows.filter(hasAccount);
    if (created.length === 0) return refuse(actor, jobId, describeNoPasswords(job));
    const gone = checkPasswordsKept(job);
    if (gone !== undefined) return refuse(actor, jobId, gone);
    const unseen = created.filter((row) => row.revealedAt === undefined);
    const replaced = await listReplaced(store, job, unseen);
    const shown = unseen.filter(({ rowId }) => !replaced.has(rowId));
    if (replaced.size > 0 && shown.length === 0 && !claims.wasShown(job)) {
      return refuse(actor, jobId, describeReplaced(unseen.length === 1));
    }
    const at = clock.now();
    const chance = await claims.claim(job, at, rows);
    if (chance === undefined) {
      const now = await states.findOwn(actor, jobId, REVEALED);
      const isFree = now.revealedAt === undefined;
      return refuse(actor, jobId, isFree ? describeRunning() : describeRevealed(now, claims));
    }
    try {
      const people = open(job, shown);
      const again = chance === 'again' ? { again: true as const } : {};
      const detail = { people: people.length, ...again };
      await audit(actor, jobId, 'done', detail);
      return {
        people,
        replaced: unseen.filter(({ rowId }) => replaced.has(rowId)).map(({ person }) => person.displayName),
        ...again,
        shown: () => claims.confirm(jobId, at),
        async release(reason) {
          await claims.unclaim(jobId, at);
          await audit(actor, jobId, 'failed', { released: true, reason: reason.slice(0, 200) });
        },
      };
    } catch (error) {
      await claims.unclaim(jobId, at);
      throw error;
    }
  }

  return (actor, jobId) => oneAtATime(jobId, () => claimPasswords(actor, jobId));
}

import type { Actor } from '../../domain/terms.ts';
import { byActor, customerOf, type ProvisioningOptions } from '../context.ts';
import { describeReplaced, listReplaced } from '../jobs/delivery/replaced.ts';
import { checkRevealable } from '../jobs/delivery/reveal.ts';
import type { RevealClaims } from '../jobs/delivery/revealClaims.ts';
import type { JobStates } from '../jobs/jobState.ts';
import { hasAccount } from '../jobs/runner/rowState.ts';
import type { OneAtATime } from '../ports/oneAtATime.ts';
import type { AuditEntry } from '../ports/records.ts';
import type { Links } from './links.ts';
import { drawLink } from './token.ts';

const GIVEN = 'link.given';

/** The requester opens it from the chat at once; until then anybody who sees the chat could. */
const OPEN_WITHIN_MS = 3_600_000;

/** One-time pages for lists that no chat can show. See {@link Links.makeList}. */
export function createListLink(
  context: ProvisioningOptions,
  states: JobStates,
  oneAtATime: OneAtATime,
  claims: RevealClaims,
): Links['makeList'] {
  const { store, clock } = context;

  function audit(
    actor: Actor,
    jobId: string,
    outcome: AuditEntry['outcome'],
    detail: AuditEntry['detail'] = {},
  ) {
    return store.audit(byActor(context, actor, { what: GIVEN, outcome, subject: jobId, detail }));
  }

  return (actor, jobId) =>
    oneAtATime(jobId, async () => {
      const job = await states.findOwn(actor, jobId, GIVEN);
      const rows = await store.loadRows(jobId);
      const unseen = rows.filter((row) => hasAccount(row) && row.revealedAt === undefined);
      const replaced = await listReplaced(store, job, unseen);
      const people = unseen.length - replaced.size;
      const refusal =
        checkRevealable(job, rows, claims) ??
        (people === 0 && replaced.size > 0 ? describeReplaced(replaced.size === 1) : undefined);
      if (refusal !== undefined) {
        await audit(actor, jobId, 'refused', { code: refusal.code });
        throw refusal;
      }
      const { hash, url } = drawLink(context, customerOf(context.policy, job.customer).language);
      const now = clock.now();
      const expiresAt = now + OPEN_WITHIN_MS;
      await store.saveLinks([
        { hash, kind: 'list', jobId, recipient: actor.id, rowIds: [], createdAt: now, expiresAt, tries: 0 },
      ]);
      let earlier: string | undefined;
      await store.updateJob(jobId, (before) => {
        earlier = before.listLink;
        return { ...before, listLink: hash };
      });
      if (earlier !== undefined) await store.voidLinks([earlier], now);
      await audit(actor, jobId, 'done', { people });
      return {
        url,
        people,
        replaced: unseen.filter(({ rowId }) => replaced.has(rowId)).map(({ person }) => person.displayName),
        expiresAt,
        async release(reason) {
          await store.voidLinks([hash], clock.now());
          await audit(actor, jobId, 'failed', { released: true, reason: reason.slice(0, 200) });
        },
      };
    });
}

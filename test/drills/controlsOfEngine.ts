import type { Mutation } from './mutation.ts';

/** In `src/engine`, `src/postgres` and `src/run`: what keeps an instance that stood still from acting beside the one that took its place, and all of them within one limit. */
export const ENGINE_CONTROLS: readonly Mutation[] = [
  {
    check: 'T67',
    what: 'to act long after the last sign of life',
    file: 'src/engine/lease.ts',
    text: 'return now.steady - sentAt.steady < ACT_MS && now.wall - sentAt.wall < ACT_MS;',
    becomes: 'return true;',
    test: 'test/drills/instances.postgres.test.ts',
  },
  {
    check: 'T67',
    what: 'to keep what another has taken since',
    file: 'src/engine/beat.ts',
    text: "AND (id::text || ':' || retry_count::text) = ANY($3::text[])",
    becomes: 'AND $3::text[] IS NOT NULL',
    test: 'test/drills/instances.postgres.test.ts',
  },
  {
    check: 'T67',
    what: 'calls that wait in the fence for what another has taken',
    file: 'src/engine/currentTurn.ts',
    text: 'ofProcess.mayAct() && (findTask()?.mayAct() ?? true)',
    becomes: 'ofProcess.mayAct()',
    test: 'test/drills/instances.postgres.test.ts',
  },
  {
    check: 'T67',
    what: 'what is left of a run that lost its turn',
    file: 'src/engine/currentTurn.ts',
    text: 'entry.isOver = turn.mayAct();',
    becomes: 'entry.isOver = true;',
    test: 'test/engine/currentTurn.test.ts',
  },
  {
    check: 'T67',
    what: 'rows of a run whose job another has taken',
    file: 'src/postgres/records/jobRows.ts',
    text: 'AND turn = coalesce($4, turn) FOR SHARE',
    becomes: 'AND coalesce($4, turn) IS NOT NULL FOR SHARE',
    test: 'test/drills/instances.postgres.test.ts',
  },
  {
    check: 'T67',
    what: 'calls of an instance that may not act',
    file: 'src/run/fence.ts',
    text: 'await waitForTurn(turn);',
    becomes: '',
    test: 'test/drills/instances.postgres.test.ts',
  },
  {
    check: 'T67',
    what: 'a change of a job that another has taken',
    file: 'src/postgres/records/heldJobs.ts',
    text: 'if (now !== turn) throw describeTakenJob();',
    becomes: '',
    test: 'test/contracts/store.postgres.test.ts',
  },
  {
    check: 'T67',
    what: 'what is left of a limit to two instances at once',
    file: 'src/postgres/quota.ts',
    text: ' FOR UPDATE) AS locked',
    becomes: ') AS locked',
    test: 'test/contracts/quota.postgres.test.ts',
  },
];

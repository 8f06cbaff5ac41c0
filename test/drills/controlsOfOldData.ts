import type { Mutation } from './mutation.ts';

const SERVICE = 'test/service/oldData/oldData.test.ts';

/** After a restore. */
export const OLD_DATA_CONTROLS: readonly Mutation[] = [
  {
    check: 'T72',
    what: 'everything of a copy that is older than what has happened, until somebody says so',
    file: 'src/service/oldData/oldData.ts',
    text: 'if (isPending) await brake.pauseItself(at);',
    becomes: '',
    test: SERVICE,
  },
  {
    check: 'T72',
    what: 'what a database that was put back under running instances would begin',
    file: 'src/service/oldData/oldData.ts',
    text: '(mine > 0 && (alive === undefined',
    becomes: '(mine < 0 && (alive === undefined',
    test: 'test/service/oldData/alive.test.ts',
  },
  {
    check: 'T72',
    what: 'what an operator says is restored, while an instance notes that it lives',
    file: 'src/service/oldData/alive.ts',
    text: '...(before?.restored && !isNoticed ? { restored: true } : {}),',
    becomes: '',
    test: 'test/service/oldData/alive.test.ts',
  },
  {
    check: 'T72',
    what: 'a password that was set after the copy',
    file: 'src/service/jobs/steps/resetRows.ts',
    text: 'await refuseSetSince(run, objectId);',
    becomes: '',
    test: SERVICE,
  },
  {
    check: 'T72',
    what: 'a mail that may have been sent after the copy',
    file: 'src/service/jobs/delivery/deliver.ts',
    text: 'if (!isUndecided(job, copy)) return job;',
    becomes: 'if (isUndecided(job, copy) || copy === undefined) return job;',
    test: SERVICE,
  },
  {
    check: 'T72',
    what: 'creates of a job that was stopped in the pause',
    file: 'src/service/jobs/runner/dispatch.ts',
    text: 'control.stop ||= isStopped;',
    becomes: '',
    test: SERVICE,
  },
  {
    check: 'T72',
    what: "an old card, in a pause of an admin's own",
    file: 'src/flows/oldData/oldData.ts',
    text: 'if (!(await service.oldData.isAsked())) return answer(showOver());',
    becomes: '',
    test: 'test/flows/oldData/oldData.test.ts',
  },
];

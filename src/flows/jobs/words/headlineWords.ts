import type { Task } from '../../../domain/terms.ts';
import type { PersonResultView } from '../../views/person.ts';

/** A sentence around a name and a customer: `{before}Ada Lovelace{does} in Contoso{end}.` */
export interface Headline {
  before: string;
  does: string;
  end: string;
}

type Headlines = Readonly<Record<PersonResultView['outcome'], Headline>>;

interface Verbs {
  before?: string;
  done: string;
  /** After what was done, where all of it was. */
  doneEnd?: string;
  /** Some of it was done. */
  partly?: Partial<Headline>;
  notDone: string;
  /** Left out: as `notDone`. */
  notAllDone?: string;
  undoing?: string;
  undone?: string;
}

function conjugate({ before = '', done, doneEnd = '', partly, notDone, ...more }: Verbs): Headlines {
  const say = (does: string, end = ''): Headline => ({ before, does, end });
  return {
    created: say(done, doneEnd),
    partly: { ...say(done, ', but some steps failed'), ...partly },
    failed: say(notDone),
    stopped: say(more.notAllDone ?? notDone, ': the job was stopped'),
    undoing: say(more.undoing ?? ' is being put back to an earlier state'),
    undone: say(more.undone ?? ' was put back to an earlier state'),
  };
}

/** How a job for one person ended, as a sentence about them. */
export const HEADLINES: Readonly<Record<Task, Headlines>> = {
  create: conjugate({
    done: ' was created',
    notDone: " wasn't created",
    undoing: ' is being deleted',
    undone: ' was deleted',
  }),
  assign: conjugate({
    before: 'The licenses of ',
    done: ' were changed',
    notDone: " weren't changed",
    undoing: ' are being changed back',
    undone: ' were changed back',
  }),
  reset: conjugate({
    done: ' got a new password',
    partly: { end: '' },
    notDone: " didn't get a new password",
  }),
  restore: conjugate({
    done: ' was restored',
    doneEnd: ' with the old password',
    notDone: " wasn't restored",
    notAllDone: " wasn't fully restored",
  }),
  change: conjugate({
    done: ' was changed',
    notDone: " wasn't changed",
    notAllDone: " wasn't fully changed",
  }),
  putBack: conjugate({
    done: ' was put back to an earlier state',
    notDone: " wasn't put back",
    notAllDone: " wasn't fully put back",
  }),
  leave: conjugate({
    done: ' was offboarded',
    notDone: " wasn't offboarded",
    notAllDone: " wasn't fully offboarded",
  }),
  delete: conjugate({
    done: ' was deleted',
    partly: { does: " wasn't deleted", end: '' },
    notDone: " wasn't deleted",
  }),
};

import { RollcallError } from '../../domain/errors.ts';
import type { Actor, CustomerId } from '../../domain/terms.ts';
import { isReadyToStart } from '../approvals/startableRequests.ts';
import { byActor, customerOf, type ProvisioningOptions } from '../context.ts';
import { isOver } from '../jobs/runner/runJob.ts';
import type { PolicyFile } from '../ports/policies.ts';
import type { PolicyChanges } from './policyChanges.ts';
import { REMOVING_WORDS } from './words.ts';

/** What would be cut off if a customer went now. */
export interface OpenWork {
  name: string;
  /** Who asked for each of those that run. */
  jobs: readonly { by: string; total: number }[];
  /** Requests that wait, and plans for later. */
  requests: number;
  /** The policy file may be written; otherwise somebody has to. */
  mayWrite: boolean;
}

/** Removes customers; for admins of all customers, which their flow checks. Throws RollcallError. */
export interface Removing {
  /** Throws INPUT_INVALID for the only customer. */
  listOpen(customer: CustomerId): Promise<OpenWork>;
  /** Takes it out of the policy file. Throws NOT_YET while a job of it runs, and what the file throws. */
  remove(actor: Actor): Promise<OpenWork>;
}

type Options = Pick<ProvisioningOptions, 'policy' | 'store' | 'clock'>;

/** Its requests and plans end when the policy is followed, as those of one do that somebody took out by hand. */
export function createRemoving(
  context: Options,
  policyFile: PolicyFile,
  policyChanges: Pick<PolicyChanges, 'make'>,
): Removing {
  const { policy, store } = context;

  async function listOpen(customer: CustomerId): Promise<OpenWork> {
    if (policy.customers.length < 2) {
      const { message, next } = REMOVING_WORDS.only;
      throw new RollcallError('INPUT_INVALID', message, { done: REMOVING_WORDS.nothing, next });
    }
    const isTheirs = (one: { customer: CustomerId }) => one.customer === customer;
    const [unfinished, waiting, approved] = await Promise.all([
      store.listUnfinished(),
      store.listRequests({ state: 'waiting' }),
      store.listRequests({ state: 'approved' }),
    ]);
    const open = [...waiting, ...approved.filter(isReadyToStart)].filter(isTheirs);
    return {
      name: customerOf(policy, customer).name,
      jobs: unfinished
        .filter((job) => isTheirs(job) && (!isOver(job) || job.undo?.state === 'running'))
        .map(({ requestedBy, total }) => ({ by: requestedBy.name, total })),
      requests: open.length,
      mayWrite: policyFile.mayWrite,
    };
  }

  return {
    listOpen,
    async remove(actor) {
      const open = await listOpen(actor.customer);
      const entry = { what: 'customer.removed', subject: actor.customer } as const;
      if (open.jobs.length > 0) {
        const detail = { code: 'NOT_YET' };
        await store.audit(byActor(context, actor, { ...entry, outcome: 'refused', detail }));
        const { message, next } = REMOVING_WORDS.running(open.name, open.jobs.length);
        throw new RollcallError('NOT_YET', message, { done: REMOVING_WORDS.nothing, next });
      }
      await policyChanges.make(actor, { ...entry, outcome: 'done' }, () =>
        policyFile.removeCustomer(actor.customer),
      );
      return open;
    },
  };
}

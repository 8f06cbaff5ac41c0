import { approversOf, fallbackOf, findRule } from '../../domain/approvalRules.ts';
import { type ErrorCode, RollcallError } from '../../domain/errors.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { Actor, License, Task } from '../../domain/terms.ts';
import type { FindNeeded } from './asking.ts';
import { namesOf } from './managers.ts';
import type { FindReachable } from './whomToAsk.ts';

/** Whose approval something would need, before it is asked for. */
export interface ForeseenApproval {
  /** By name. */
  names: readonly string[];
  /** The rule asks a manager too, whom the directory names later: the requester's, or that of each person. */
  manager?: 'requester' | 'person';
  /** How many of them have to approve. */
  needed: number;
}

/** What a form may lead to. */
export interface ForeseenInForm {
  /** Whatever is chosen in it. */
  always?: ForeseenApproval;
  /** Once this license is chosen, by skuId. */
  byLicense: ReadonlyMap<string, ForeseenApproval>;
}

/** What a form is for. */
export interface FormTask {
  task: Task;
  people: number;
  licenses: readonly License[];
}

/** What each choice of a form would need, as far as the policy alone says so. */
export function foreseeInForm(
  policy: Policy,
  { id: requester, customer }: Pick<Actor, 'id' | 'customer'>,
  { task, people, licenses }: FormTask,
): ForeseenInForm {
  function foresee(chosen: readonly License[]): ForeseenApproval | undefined {
    const rule = findRule(policy, { customer, task, requester, people, licenses: chosen });
    if (rule === undefined) return undefined;
    const { manager } = rule.by;
    const named = approversOf(policy, rule, { customer, requester });
    const ids =
      named.length > 0 || manager !== undefined ? named : fallbackOf(policy, rule, { customer, requester });
    return {
      names: policy.people.filter(({ id }) => ids.includes(id)).map(({ name }) => name),
      ...(manager === undefined ? {} : { manager }),
      needed: rule.count,
    };
  }

  const always = foresee([]);
  const byLicense = new Map<string, ForeseenApproval>();
  for (const license of licenses) {
    const approval = foresee([license]);
    if (approval !== undefined) byLicense.set(license.skuId, approval);
  }
  return { ...(always === undefined ? {} : { always }), byLicense };
}

/** Whose approval a filled-in form needs; `problem` says why nobody could give it. */
export type Foreseen = ForeseenApproval | { problem: RollcallError };

/** Why nobody can be asked, for now or at all. */
const NOBODY_TO_ASK: ReadonlySet<ErrorCode> = new Set(['NO_APPROVER', 'ROLE_UNKNOWN']);

/** Looks ahead with what {@link Approvals.submit} will ask, and stores nothing. */
export function createForesee(
  policy: Policy,
  findNeeded: FindNeeded,
  findReachable: FindReachable,
): (request: Parameters<FindNeeded>[0]) => Promise<Foreseen | undefined> {
  return async (request) => {
    try {
      const approval = await findNeeded(request);
      if (approval === undefined) return undefined;
      const { approvers, managers, needed } = await findReachable(request, approval);
      return { names: namesOf(policy, { managers }, approvers), needed };
    } catch (error) {
      if (!(error instanceof RollcallError) || !NOBODY_TO_ASK.has(error.code)) throw error;
      return { problem: error };
    }
  };
}

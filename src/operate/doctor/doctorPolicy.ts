import { readFileSync } from 'node:fs';
import { readPolicy } from '../../config/configFiles.ts';
import { createReader, type ReadFile } from '../../config/configReader.ts';
import { findApproval, type NeededApproval } from '../../domain/approvalRules.ts';
import { RollcallError } from '../../domain/errors.ts';
import type { ApprovalRule } from '../../domain/policy/approvalPolicy.ts';
import { listPolicyWarnings } from '../../domain/policy/listPolicyWarnings.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { Diagnosis } from './doctorAudit.ts';
import { explainPerson } from './explainPerson.ts';

/** A request made up to see what the rules do with it, as it was typed. Without `requester` the rules are listed. */
export interface SampleRequest {
  requester?: string | undefined;
  customer?: string | undefined;
  /** How many; one when left out. */
  people?: string | undefined;
  /** Part numbers or skuIds, with commas between. */
  licenses?: string | undefined;
  /** Instead of a request: whose rights are explained. */
  for?: string | undefined;
}

const IS_SKU_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function describeWhen({ when }: ApprovalRule): string {
  const said = [
    ...(when.licenses === undefined ? [] : [`one of the licenses ${when.licenses.join(', ')}`]),
    ...(when.people === undefined ? [] : [`at least ${when.people} people`]),
    ...(when.requester === undefined ? [] : [`asked for by ${when.requester.join(' or ')}`]),
    ...(when.customer === undefined ? [] : [`for the customer ${when.customer}`]),
  ];
  return said.length === 0 ? 'always' : said.join(', and ');
}

const MANAGERS = {
  requester: 'the manager of the requester, in the directory',
  person: 'the manager of each person, in the directory',
} as const;

function describeNamed(by: Partial<ApprovalRule['by']>): string {
  const role = by.role === undefined ? [] : [`everyone with the role ${by.role}`];
  const manager = by.manager === undefined ? [] : [MANAGERS[by.manager]];
  return [...(by.people ?? []), ...role, ...manager].join(', ');
}

/** What only the directory knows. */
function describeManager(policy: Policy, { by }: ApprovalRule, requester: string): string[] {
  if (by.manager === undefined) return [];
  if (policy.people.find(({ id }) => id === requester)?.teams === undefined) {
    return [
      `- no manager: ${requester} has no "teams" in the policy, so it can't be told whose manager that is`,
    ];
  }
  return [
    `- ${MANAGERS[by.manager]}, reached in Teams once they have opened Rollcall there, in Slack where the policy names them`,
  ];
}

/** When somebody else is asked as well, and whom. */
function describeFallback({ fallback, passOnAfterHours }: ApprovalRule): string {
  if (fallback === undefined) return '';
  const late = passOnAfterHours === undefined ? '' : ` or after ${passOnAfterHours} h`;
  return ` When they can't be reached${late} also: ${describeNamed(fallback)}.`;
}

function listRules({ approvals }: Policy): string[] {
  if (approvals.length === 0) return ['No rule in "approvals": nothing needs approval.'];
  const rules = approvals.map((rule, index) => {
    const { name, by, count, expireAfterHours } = rule;
    return `${index + 1}. "${name}": ${describeWhen(rule)}. Needs ${count} of: ${describeNamed(by)}.${describeFallback(rule)} Expires after ${expireAfterHours} h.`;
  });
  return ['The first rule that applies counts.', ...rules];
}

/** What in the sample fits no policy: each a sentence. */
function findFaults(policy: Policy, sample: SampleRequest, customer: string | undefined): string[] {
  const known = policy.customers.map(({ id }) => id).join(', ');
  const human = policy.people.find(({ id }) => id === sample.requester);
  const people = Number(sample.people ?? '1');
  const faults: string[] = [];
  if (human === undefined) {
    const ids = policy.people.map(({ id }) => id).join(', ') || 'nobody';
    faults.push(`--requester: there is no one called "${sample.requester}" in "people". Known are: ${ids}.`);
  }
  if (customer === undefined) faults.push(`--customer: say which one. Known are: ${known}.`);
  else if (policy.customers.every(({ id }) => id !== customer)) {
    faults.push(`--customer: there is no customer "${customer}". Known are: ${known}.`);
  } else if (human?.customers !== undefined && !human.customers.includes(customer)) {
    faults.push(
      `${human.name} may not ask for ${customer}: "customers" names ${human.customers.join(', ')}.`,
    );
  }
  if (!Number.isInteger(people) || people < 1 || people > policy.maxRows) {
    faults.push(`--people: give a whole number from 1 to ${policy.maxRows} (maxRows).`);
  }
  return faults;
}

function describeApprover(policy: Policy, id: string): string {
  const human = policy.people.find((one) => one.id === id);
  const chats = [
    ...(human?.slack === undefined ? [] : ['Slack']),
    ...(human?.teams === undefined ? [] : ['Teams, once they have opened Rollcall there']),
  ];
  const counts = human?.teams === undefined ? ', but what they approve doesn\'t count without "teams"' : '';
  return `- ${human?.name ?? id} (${id}), reached in ${chats.join(' and in ')}${counts}`;
}

/** Where a part number meets a rule with a skuId, or the other way round, only the directory could tell. */
function warnOfKinds({ approvals }: Policy, licenses: readonly string[]): string[] {
  const wanted = approvals.flatMap(({ when }) => when.licenses ?? []);
  if (licenses.length === 0 || wanted.length === 0) return [];
  const isMixed = licenses.some((one) =>
    wanted.some((other) => IS_SKU_ID.test(one) !== IS_SKU_ID.test(other)),
  );
  if (!isMixed) return [];
  return [
    'Note: some rules name licenses by part number and the sample by skuId, or the other way round. Only the directory knows which ones belong together: here, a skuId counts for every part number, and a part number for no skuId.',
  ];
}

function explain(policy: Policy, sample: SampleRequest): Diagnosis {
  const [only, ...others] = policy.customers;
  const customer = sample.customer ?? (others.length === 0 ? only?.id : undefined);
  const faults = findFaults(policy, sample, customer);
  const { requester } = sample;
  if (faults.length > 0 || customer === undefined || requester === undefined) {
    return { well: false, lines: faults };
  }
  const licenses = (sample.licenses ?? '').split(',').flatMap((one) => one.trim() || []);
  const people = Number(sample.people ?? '1');
  const notes = warnOfKinds(policy, licenses);
  let needed: NeededApproval | undefined;
  try {
    needed = findApproval(policy, {
      customer,
      requester,
      people,
      licenses: licenses.map((one) =>
        IS_SKU_ID.test(one) ? { skuId: one } : { skuId: '', skuPartNumber: one },
      ),
    });
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return { well: false, lines: [error.message, error.next, ...notes] };
  }
  if (needed === undefined) {
    return { well: true, lines: ["No rule applies: it's carried out without approval.", ...notes] };
  }
  const { rule, approvers, fallback } = needed;
  return {
    well: true,
    lines: [
      `The rule "${rule.name}" applies: ${describeWhen(rule)}.`,
      `${rule.by.manager === 'person' ? 'Each of their managers' : rule.count} must approve, within ${rule.expireAfterHours} h. These are asked:`,
      ...approvers.map((id) => describeApprover(policy, id)),
      ...describeManager(policy, rule, requester),
      ...(fallback.length === 0
        ? []
        : [
            `When they can't be reached${rule.passOnAfterHours === undefined ? '' : `, or after ${rule.passOnAfterHours} h,`} these are asked too:`,
            ...fallback.map((id) => describeApprover(policy, id)),
          ]),
      ...notes,
    ],
  };
}

/** Reads the policy file as a start does, and says which rule a sample request meets and who would be asked. */
export function examinePolicy(
  env: NodeJS.ProcessEnv,
  sample: SampleRequest,
  readFile: ReadFile = (path) => readFileSync(path, 'utf8'),
): Diagnosis {
  const reader = createReader(env, readFile);
  const policy = readPolicy(reader, readFile);
  if (policy === undefined) return { well: false, lines: reader.problems };
  const { requester, for: whose, ...rest } = sample;
  if (whose !== undefined) return explainPerson(policy, whose);
  if (requester !== undefined) return explain(policy, sample);
  if (Object.values(rest).some((value) => value !== undefined)) {
    return { well: false, lines: ['--requester: say who asks, with an id from "people".'] };
  }
  const warnings = listPolicyWarnings(policy).map((warning) => `Warning: ${warning}`);
  return { well: true, lines: [...listRules(policy), ...warnings] };
}

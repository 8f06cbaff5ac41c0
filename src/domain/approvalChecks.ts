import { type ApprovalPolicy, approversOf, tasksOf } from './approvalRules.ts';
import type { ApprovalRule } from './policy/approvalPolicy.ts';
import type { Role } from './terms.ts';

interface Complaint {
  path: (string | number)[];
  message: string;
}

const ASKING: readonly Role[] = ['helpdesk', 'admin'];

/** Whether the first of two rules holds for everything that the second would hold for. */
function alwaysHoldsFirst(one: ApprovalRule, other: ApprovalRule): boolean {
  const { when: first } = one;
  const { when: second } = other;
  const covers = <Value>(outer: readonly Value[] | undefined, inner: readonly Value[] | undefined): boolean =>
    outer === undefined || (inner?.every((one) => outer.includes(one)) ?? false);
  return (
    (first.customer === undefined || first.customer === second.customer) &&
    (first.people === undefined || first.people <= (second.people ?? 0)) &&
    covers(tasksOf(one), tasksOf(other)) &&
    covers(first.requester, second.requester) &&
    covers(first.licenses, second.licenses)
  );
}

/** What is wrong with the rules: people nobody knows, rules that name nobody or can never hold. */
export function checkApprovals(policy: ApprovalPolicy): Complaint[] {
  const known = policy.people.map(({ id }) => id);
  const customers = policy.customers.map(({ id }) => id);
  const unknown = (id: string) =>
    `there is no one called "${id}" in "people". Known are: ${known.join(', ')}.`;
  const names = new Set<string>();
  return policy.approvals.flatMap((rule, index): Complaint[] => {
    const { when, by, count } = rule;
    const at = (...path: (string | number)[]) => ['approvals', index, ...path];
    const complaints: Complaint[] = [];
    for (const [place, id] of (by.people ?? []).entries()) {
      if (!known.includes(id)) complaints.push({ path: at('by', 'people', place), message: unknown(id) });
    }
    for (const [place, id] of (rule.fallback?.people ?? []).entries()) {
      if (!known.includes(id))
        complaints.push({ path: at('fallback', 'people', place), message: unknown(id) });
    }
    if (rule.passOnAfterHours !== undefined && rule.fallback === undefined) {
      const message = 'there is no one to pass it on to. Add "fallback", or remove this.';
      complaints.push({ path: at('passOnAfterHours'), message });
    }
    if (rule.passOnAfterHours !== undefined && rule.passOnAfterHours >= rule.expireAfterHours) {
      const message = `this would never be passed on: the request expires after ${rule.expireAfterHours} hours (expireAfterHours). Use a smaller number.`;
      complaints.push({ path: at('passOnAfterHours'), message });
    }
    for (const [place, id] of (when.requester ?? []).entries()) {
      if (!known.includes(id))
        complaints.push({ path: at('when', 'requester', place), message: unknown(id) });
    }
    if (when.customer !== undefined && !customers.includes(when.customer)) {
      const message = `there is no customer "${when.customer}". Known are: ${customers.join(', ')}.`;
      complaints.push({ path: at('when', 'customer'), message });
    }
    if (when.people !== undefined && when.people > policy.maxRows) {
      const message = `this rule can never hold: at most ${policy.maxRows} people (maxRows) are allowed at once.`;
      complaints.push({ path: at('when', 'people'), message });
    }
    // New passwords are asked for one at a time, and bring no license.
    if (
      tasksOf(rule).every((task) => task === 'reset') &&
      (when.licenses !== undefined || (when.people ?? 1) > 1)
    ) {
      const message =
        'this rule can never hold: a new password is for one person and brings no license. Remove "licenses" and "people", or name other tasks.';
      complaints.push({ path: at('when'), message });
    }
    if (rule.remindAfterHours !== undefined && rule.remindAfterHours >= rule.expireAfterHours) {
      const message = `no one would be reminded: the request expires after ${rule.expireAfterHours} hours (expireAfterHours). Use a smaller number.`;
      complaints.push({ path: at('remindAfterHours'), message });
    }
    const before = policy.approvals.slice(0, index).find((other) => alwaysHoldsFirst(other, rule));
    if (before !== undefined) {
      const message = `this rule can never hold: "${before.name}", which comes before it, holds whenever this one does. Put this one first, or remove it.`;
      complaints.push({ path: at('when'), message });
    }
    const mayAsk = (id: string): boolean =>
      policy.groups.some(({ roles }) => roles.some((role) => ASKING.includes(role))) ||
      policy.people.some((one) => one.id === id && one.roles.some((role) => ASKING.includes(role)));
    if (when.requester?.every((id) => known.includes(id) && !mayAsk(id))) {
      const message = `this rule can never hold: none of ${when.requester.join(', ')} may ask for anything. Name people with the role ${ASKING.join(' or ')}.`;
      complaints.push({ path: at('when', 'requester'), message });
    }
    if (names.has(rule.name)) {
      complaints.push({
        path: at('name'),
        message: `"${rule.name}" is used twice. Give each rule its own name.`,
      });
    }
    names.add(rule.name);
    // Who is in a group only the group says.
    const isByGroup = by.role !== undefined && policy.groups.some(({ roles }) => roles.includes('approver'));
    if (complaints.length === 0 && by.manager === undefined && !isByGroup) {
      const places = when.customer === undefined ? customers : [when.customer];
      const fewest = Math.min(
        ...places.map((customer) => approversOf(policy, rule, { customer, requester: '' }).length),
      );
      if (fewest < count) {
        const message = `${count} must approve, and this rule names ${fewest === 0 ? 'no one' : `only ${fewest}`} for every customer it applies to. Name more people, or give someone the role approver.`;
        complaints.push({ path: at('by'), message });
      }
    }
    return complaints;
  });
}

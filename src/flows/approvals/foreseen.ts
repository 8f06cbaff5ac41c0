import type { Foreseen, ForeseenApproval, ForeseenInForm } from '../../service/approvals/foresee.ts';
import type { FieldErrors } from '../views/parts.ts';
import { take } from '../words.ts';

/** Names that a sentence has room for. */
const MAX_NAMES = 3;

/** What a form or a confirmation says before its fields: about approval, and about seats that may have changed. */
export interface ApprovalWords {
  /** `This needs Grace Okafor's approval.`; left out: it needs none, whatever is chosen. */
  approval?: string;
  /** skuId → `needs Grace Okafor's approval`, for licenses that need one. */
  licenseApprovals?: Readonly<Record<string, string>>;
  /** That Microsoft 365 does not answer, and when the seats were counted; left out: just now. */
  seatsOld?: string;
}

/** The label of a button that asks for approval. */
export const ASK_LABEL = 'Ask for approval';

function listOr(parts: readonly string[]): string {
  const shown = parts.length > MAX_NAMES ? parts.slice(0, MAX_NAMES - 1) : parts;
  const more = parts.length - shown.length;
  const all = more === 0 ? shown : [...shown, `${more} others`];
  if (all.length <= 2) return all.join(' or ');
  return `${all.slice(0, -1).join(', ')}, or ${all.at(-1)}`;
}

/** `Grace Okafor's approval`, `approval from 2 of these people: Grace Okafor, Omar Haddad`. */
function sayWhose({ names, manager, needed }: ForeseenApproval): string {
  if (manager === 'person') return 'approval from the manager of each person';
  const who = [...names, ...(manager === 'requester' ? ['your manager'] : [])];
  const [first] = who;
  if (first === undefined) return 'approval';
  if (needed > 1 && needed === who.length) return `approval from ${who.join(' and ')}`;
  if (needed > 1) return `approval from ${needed} of ${who.length} approvers`;
  return who.length === 1 ? `${first}'s approval` : `approval from ${listOr(who)}`;
}

/** What a form says before anything is chosen in it. */
export function sayInForm({ always, byLicense }: ForeseenInForm): ApprovalWords {
  const licenses = [...byLicense].map(([skuId, approval]) => [skuId, `needs ${sayWhose(approval)}`]);
  return {
    ...(always === undefined ? {} : { approval: `This needs ${sayWhose(always)}.` }),
    // Said once at the top where every license needs it.
    ...(always !== undefined || licenses.length === 0
      ? {}
      : { licenseApprovals: Object.fromEntries(licenses) }),
  };
}

/** What a confirmation says: whose approval is asked for by its button, or why nobody can give it. */
export function sayInConfirm(foreseen: Foreseen | undefined): Pick<ApprovalWords, 'approval'> {
  if (foreseen === undefined) return {};
  if ('problem' in foreseen) return { approval: `${foreseen.problem.message} ${foreseen.problem.next}` };
  return { approval: `This needs ${sayWhose(foreseen)}. You'll get a message when it's decided.` };
}

/** Whoever decides reads the reason, so that it cannot be left out where somebody decides. */
export function checkReason(foreseen: Foreseen | undefined, reason: string): FieldErrors {
  if (foreseen === undefined || reason.trim() !== '') return {};
  const whose = 'problem' in foreseen ? 'approval' : sayWhose(foreseen);
  return { reason: take(`This needs ${whose}. Enter a reason for the approver to read.`, 300) };
}

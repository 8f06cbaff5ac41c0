import type { Foreseen, ForeseenApproval, ForeseenInForm } from '../../service/approvals/foresee.ts';
import type { FieldErrors } from '../views/parts.ts';
import { take } from '../words.ts';
import { APPROVAL_WORDS } from './words.ts';

const { foreseen: SAYS } = APPROVAL_WORDS;

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
export const ASK_LABEL = SAYS.ask;

/** `Grace Okafor's approval`, `approval from 2 of these people: Grace Okafor, Omar Haddad`. */
function sayWhose({ names, manager, needed }: ForeseenApproval): string {
  const { whose } = SAYS;
  if (manager === 'person') return whose.eachManager;
  const who = [...names, ...(manager === 'requester' ? [whose.ownManager] : [])];
  const [first, ...others] = who;
  if (first === undefined) return whose.any;
  if (needed > 1) return needed === who.length ? whose.all(who) : whose.some(needed, who.length);
  if (others.length === 0) return whose.one(first);
  const shown = who.length > MAX_NAMES ? who.slice(0, MAX_NAMES - 1) : who;
  return whose.oneOf(shown, who.length - shown.length);
}

/** What a form says before anything is chosen in it. */
export function sayInForm({ always, byLicense }: ForeseenInForm): ApprovalWords {
  const licenses = [...byLicense].map(([skuId, approval]) => [skuId, SAYS.ofLicense(sayWhose(approval))]);
  return {
    ...(always === undefined ? {} : { approval: SAYS.inForm(sayWhose(always)) }),
    // Said once at the top where every license needs it.
    ...(always !== undefined || licenses.length === 0
      ? {}
      : { licenseApprovals: Object.fromEntries(licenses) }),
  };
}

/**
 * What a confirmation says: whose approval is asked for by its button. Throws why nobody can give it, where {@link checkApproval}
 * was not asked first: its button would ask in vain.
 */
export function sayInConfirm(foreseen: Foreseen | undefined): Pick<ApprovalWords, 'approval'> {
  if (foreseen === undefined) return {};
  if ('problem' in foreseen) throw foreseen.problem;
  return { approval: SAYS.inConfirm(sayWhose(foreseen)) };
}

/**
 * What keeps a form from being confirmed: that nobody can give the approval it needs, or that its reason is missing, which
 * whoever decides reads.
 */
export function checkApproval(foreseen: Foreseen | undefined, reason: string): FieldErrors {
  if (foreseen === undefined) return {};
  if ('problem' in foreseen) return { '': `${foreseen.problem.message} ${foreseen.problem.next}` };
  if (reason.trim() !== '') return {};
  const whose = sayWhose(foreseen);
  return { reason: take(SAYS.reasonNeeded(whose), 300) };
}

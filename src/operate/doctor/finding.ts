import type { CustomerId } from '../../domain/terms.ts';

/** What can be asked for by name: `npm run doctor -- slack teams`. */
export const CHECK_NAMES = [
  'settings',
  'policy',
  'store',
  'audit',
  'slack',
  'teams',
  'graph',
  'people',
  'mail',
  'address',
] as const;

export type CheckName = (typeof CHECK_NAMES)[number];

/** A part of an installation, or the rehearsal, which does more than look. */
export type Part = CheckName | 'rehearse';

/** One thing that was looked at. */
export interface Finding {
  check: Part;
  /** `wrong` stops somebody's work; `unsure` costs something, or cannot be known from here. */
  result: 'ok' | 'unsure' | 'wrong';
  /** Whose directory it is about, where there are several customers. */
  customer?: CustomerId;
  /** So only where it is found in each customer's directory: the policy says it for all of them. */
  ofAll?: true;
  /** An admin of the tenant mends it by consenting to the app once more. */
  needsConsent?: true;
  /** What is so, in a sentence or two. */
  said: string;
  /** What to do about it, for whoever runs Rollcall. Always there unless all is well. */
  fix?: string;
}

const MARKS = { ok: '✓', unsure: '!', wrong: '✗' } as const;

/** The findings of one check. */
export function reportOn(check: Part) {
  return {
    ok: (said: string): Finding => ({ check, result: 'ok', said }),
    unsure: (said: string, fix: string): Finding => ({ check, result: 'unsure', said, fix }),
    wrong: (said: string, fix: string): Finding => ({ check, result: 'wrong', said, fix }),
  };
}

/** `✗ slack     What is so.`, and below it what to do. */
export function printFinding({ check, result, said, fix }: Finding): string {
  const line = `${MARKS[result]} ${check.padEnd(8)} ${said}`;
  return fix === undefined ? line : `${line}\n           → ${fix}`;
}

/** Sentences that chats show to people speak to whoever asks; here somebody reads who runs Rollcall. */
export function forOperator(next: string): string {
  const own = next.replace(/ask (the person who|whoever) runs Rollcall to /gi, '');
  return `${own.charAt(0).toUpperCase()}${own.slice(1)}`;
}

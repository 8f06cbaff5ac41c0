import { cut } from '../../flows/words.ts';
import { LIMITS } from '../limits.ts';
import { escapeText } from '../text.ts';

/** Somebody as a choice: the user name tells two of the same name apart. */
export function titleOf(displayName: string, userPrincipalName: string): string {
  return cut(`${escapeText(displayName)} — ${escapeText(userPrincipalName)}`, LIMITS.choice);
}

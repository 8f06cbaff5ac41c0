import type { PasswordDelivery, Problem } from '../../domain/terms.ts';
import { PERSON_WORDS } from './words.ts';

const { delivery: SAYS } = PERSON_WORDS;

/**
 * The ways that first passwords can go out here: a link needs an address that people can reach, and a pass a tenant
 * that allows it.
 */
export function listDeliveries(
  publicUrl: string | undefined,
  { temporaryAccessPass = false }: { temporaryAccessPass?: boolean | undefined },
): readonly PasswordDelivery[] {
  if (publicUrl === undefined) return ['password', 'show'];
  return temporaryAccessPass ? ['password', 'link', 'pass', 'show'] : ['password', 'link', 'show'];
}

/** What is wrong with the chosen way. `recipients` is the field's text. */
export function checkDelivery(
  possible: readonly PasswordDelivery[],
  delivery: PasswordDelivery | undefined,
  recipients: string,
): Problem[] {
  if (delivery === undefined) return [];
  if (!possible.includes(delivery)) {
    const message = delivery === 'pass' ? SAYS.noPass : SAYS.noLink;
    return [{ property: 'delivery', value: delivery, code: 'INPUT_INVALID', severity: 'error', message }];
  }
  if (delivery === 'show' && recipients.trim() !== '') {
    const message = SAYS.shownOnly;
    return [{ property: 'recipients', value: recipients, code: 'INPUT_INVALID', severity: 'error', message }];
  }
  return [];
}

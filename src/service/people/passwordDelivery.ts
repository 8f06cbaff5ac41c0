import type { PasswordDelivery, Problem } from '../../domain/terms.ts';

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

const NO_LINK =
  'One-time links cannot be made here: this server has no public address. Choose another way, or ask the person who runs Rollcall to set PUBLIC_URL.';
const NO_PASS =
  'Temporary Access Passes are not made here. Choose another way, or ask the person who runs Rollcall whether the tenant allows them.';

/** What is wrong with the chosen way. `recipients` is the field's text. */
export function checkDelivery(
  possible: readonly PasswordDelivery[],
  delivery: PasswordDelivery | undefined,
  recipients: string,
): Problem[] {
  if (delivery === undefined) return [];
  if (!possible.includes(delivery)) {
    const message = delivery === 'pass' ? NO_PASS : NO_LINK;
    return [{ property: 'delivery', value: delivery, code: 'INPUT_INVALID', severity: 'error', message }];
  }
  if (delivery === 'show' && recipients.trim() !== '') {
    const message = 'Leave this empty, or choose a mail: these passwords are shown to you only.';
    return [{ property: 'recipients', value: recipients, code: 'INPUT_INVALID', severity: 'error', message }];
  }
  return [];
}

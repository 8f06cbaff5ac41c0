import type { PasswordDelivery, Problem } from '../domain/terms.ts';

/** The ways that first passwords can go out here: a link needs an address that people can reach. */
export function listDeliveries(publicUrl: string | undefined): readonly PasswordDelivery[] {
  return publicUrl === undefined ? ['password', 'show'] : ['password', 'link', 'show'];
}

/** What is wrong with the chosen way. `recipients` is the field's text. */
export function checkDelivery(
  possible: readonly PasswordDelivery[],
  delivery: PasswordDelivery | undefined,
  recipients: string,
): Problem[] {
  if (delivery === undefined) return [];
  if (!possible.includes(delivery)) {
    const message =
      'One-time links cannot be made here: this server has no public address. Choose another way, or ask whoever runs Rollcall to set PUBLIC_URL.';
    return [{ property: 'delivery', value: delivery, code: 'INPUT_INVALID', severity: 'error', message }];
  }
  if (delivery === 'show' && recipients.trim() !== '') {
    const message = 'Leave this empty, or choose a mail: these passwords are shown to you only.';
    return [{ property: 'recipients', value: recipients, code: 'INPUT_INVALID', severity: 'error', message }];
  }
  return [];
}

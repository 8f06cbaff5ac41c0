import { cut } from '../../flows/words.ts';
import { LIMITS } from '../limits.ts';
import type { Binder } from './binder.ts';
import { bindButtons, bindDeliveries } from './parts.ts';

const HEADINGS = {
  created: { heading: '✅ Created', color: 'Good' },
  partly: { heading: '⚠ Created, but not everything worked', color: 'Warning' },
  failed: { heading: '⛔ Not created', color: 'Attention' },
  stopped: { heading: 'Stopped before it was created', color: 'Warning' },
} as const;

export const bindPersonResult: Binder<'personResult'> = (view) => {
  const isThere = view.outcome === 'created' || view.outcome === 'partly';
  const by = cut(view.createdBy, LIMITS.value);
  const where = cut(view.customer, LIMITS.value);
  return {
    ...HEADINGS[view.outcome],
    displayName: cut(view.displayName, LIMITS.value),
    userPrincipalName: view.userPrincipalName,
    summary: isThere ? `Created by ${by} in ${where}.` : `Asked for by ${by} in ${where}.`,
    hasLicenses: view.licenses.length > 0,
    licenses: cut(view.licenses.join(', '), LIMITS.sentence * 2),
    hasError: view.error !== undefined,
    error: cut(view.error?.message ?? '', LIMITS.sentence * 2),
    next: cut(view.error?.next ?? '', LIMITS.sentence * 2),
    deliveries: bindDeliveries(view.deliveries),
    buttons: bindButtons(view.buttons),
  };
};

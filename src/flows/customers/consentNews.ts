import { RollcallError } from '../../domain/errors.ts';
import type { Consented } from '../../service/customers/adding.ts';
import type { NoticeView } from '../views/parts.ts';
import { ADD_WORDS as SAYS } from './words.ts';

/** AADSTS7000229: nobody has consented, as far as the login knows. */
const NO_CONSENT = '7000229';

/** Names in a sentence. */
const MOST_NAMED = 5;

/** To admins of all customers: a tenant that may be added now, or why it can't be yet. */
export function showConsented({ id, entry, look, mayWrite, first }: Consented): NoticeView {
  if (look instanceof RollcallError) {
    return {
      kind: 'notice',
      tone: 'warning',
      title: SAYS.notReady.title(entry.name),
      text: [look.message, look.detail.number === NO_CONSENT ? SAYS.notReady.noConsent : look.next],
      next: SAYS.notReady.consented,
      buttons: [{ action: 'customers.look', label: SAYS.asked.again, id, version: 1 }],
    };
  }
  const { displayName, domains, licenses } = look;
  const names = licenses.map(({ name }) => name);
  const cut = (list: readonly string[]) => list.slice(0, MOST_NAMED);
  return {
    kind: 'notice',
    tone: 'success',
    title: SAYS.ready.title(entry.name),
    text: [
      SAYS.ready.tenant(displayName, cut(domains), domains.length - MOST_NAMED),
      names.length === 0 ? SAYS.ready.noLicenses : SAYS.ready.licenses(cut(names), names.length - MOST_NAMED),
      SAYS.ready.role,
      SAYS.ready.who,
      ...(mayWrite || first === undefined ? [] : [SAYS.ready.first(JSON.stringify(first.tenantId))]),
    ],
    ...(mayWrite ? {} : { next: SAYS.ready.paste }),
    copy: JSON.stringify(entry),
    buttons: mayWrite
      ? [{ action: 'customers.write', label: SAYS.ready.write, id, version: 1, style: 'primary' }]
      : [],
  };
}

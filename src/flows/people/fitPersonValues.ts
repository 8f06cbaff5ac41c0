import { splitUserName } from '../../domain/names/userName.ts';
import { parseRecipients } from '../../domain/recipients.ts';
import type { PersonFormValues } from '../../service/drafts/draftData.ts';
import type { CustomerFacts } from '../../service/facts/customerFacts.ts';

/**
 * What was typed for one customer, as far as it fits another: what the person is called and where, and of the rest what
 * this customer has too. Groups and managers are people and things of the other directory.
 */
export function fitPersonValues(
  { domains, licenses, deliveries, recipientDomains }: CustomerFacts,
  values: PersonFormValues,
): PersonFormValues {
  const { groups: _groups, manager: _manager, delivery, ...rest } = values;
  const has = (domain: string): boolean =>
    domains.some(({ id }) => id.toLowerCase() === domain.toLowerCase());
  const { localPart, domain = '' } = splitUserName(values.userName);
  const recipients = values.recipients
    .split(/[\s,;]+/)
    .filter((one) => parseRecipients(one, recipientDomains).recipients.length > 0);
  return {
    ...rest,
    userName: domain === '' || has(domain) ? values.userName : localPart,
    domain: has(values.domain) ? values.domain : (domains.find(({ isDefault }) => isDefault)?.id ?? ''),
    licenses: values.licenses.filter((skuId) =>
      licenses.some((license) => license.skuId === skuId && license.assignable),
    ),
    recipients: recipients.join('\n'),
    ...(delivery !== undefined && deliveries.includes(delivery) ? { delivery } : {}),
  };
}

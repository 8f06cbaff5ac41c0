import { type Language, languageOfLocation } from '../../../domain/languages.ts';
import type { Customer } from '../../context.ts';
import type { RowRecord } from '../../ports/records.ts';

/**
 * What a mail or page about these people is written in: the customer's own language, or else the one that all of them
 * read. Undefined where they read several, or where nobody knows: English is written then.
 */
export function chooseLanguage(
  customer: Pick<Customer, 'language' | 'usageLocation'>,
  rows: readonly Pick<RowRecord, 'person' | 'language'>[],
): Language | undefined {
  if (customer.language !== undefined) return customer.language;
  const [language, ...others] = new Set(
    rows.map((row) => row.language ?? languageOfLocation(row.person.usageLocation ?? customer.usageLocation)),
  );
  return others.length === 0 ? language : undefined;
}

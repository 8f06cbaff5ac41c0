import { findNearest } from '../../../domain/nearest.ts';
import type { License } from '../../../domain/terms.ts';

/** Enough to recognize one's own product; more would be a price list. */
const MOST_NAMED = 4;
/** What people shorten, and what says nothing about which product it is. */
const SPELLED: Readonly<Record<string, string>> = {
  o365: 'office-365',
  m365: 'microsoft-365',
  ms: 'microsoft',
  ms365: 'microsoft-365',
  aad: 'entra-id',
  azuread: 'entra-id',
  std: 'standard',
  prem: 'premium',
  bus: 'business',
  license: '',
  licence: '',
  licenses: '',
  plan: '',
};
/** Words that make another product of one, besides those with a digit. */
const PLANS = new Set(
  'basic standard premium essentials enterprise business apps app faculty student students education frontline kiosk teams no without eea government gcc gov nonprofit trial addon voice phone visio project copilot intune defender exchange sharepoint windows power bi'.split(
    ' ',
  ),
);

function listWords(name: string): string[] {
  const words = name
    .toLowerCase()
    .replace(/azure ad|azure active directory/g, 'entra-id')
    .split(/[^a-z0-9]+/)
    .flatMap((word) => (SPELLED[word] ?? word).split('-'));
  return [...new Set(words.filter((word) => word !== ''))];
}

function listPlans(words: readonly string[]): string {
  return words
    .filter((word) => PLANS.has(word) || /\d/.test(word))
    .sort()
    .join(' ');
}

/**
 * Which product a text that names none exactly may mean: the one where a person would choose the same, and those whose
 * names have something of it. Another plan is another product: E1 is never a slip of E3.
 */
export function findMeant(
  text: string,
  licenses: readonly License[],
): { meant?: License; candidates: License[] } {
  const offered = licenses.filter(({ assignable }) => assignable);
  const words = listWords(text);
  const wordsOf = new Map(offered.map((license) => [license, listWords(license.name)]));
  const holding = offered.filter((license) => {
    const own = wordsOf.get(license) ?? [];
    return words.length > 0 && words.every((word) => own.includes(word));
  });
  const [only, ...more] = holding;
  if (only !== undefined && more.length === 0) return { meant: only, candidates: [only] };
  if (only !== undefined) return { candidates: holding.slice(0, MOST_NAMED) };

  const names = offered.flatMap(({ name, skuPartNumber }) => [name, skuPartNumber]);
  const near = findNearest(text, names);
  const meant = offered.find(({ name, skuPartNumber }) => near === name || near === skuPartNumber);
  const nearWords = listWords(near ?? '');
  const isSame = nearWords.join('') === words.join('') || listPlans(nearWords) === listPlans(words);
  if (meant !== undefined && isSame) return { meant, candidates: [meant] };
  const shared = (license: License): number =>
    (wordsOf.get(license) ?? []).filter(
      (word) => words.includes(word) && word !== 'microsoft' && word !== '365',
    ).length;
  const alike = offered.filter((license) => shared(license) > 0);
  return { candidates: alike.sort((one, other) => shared(other) - shared(one)).slice(0, MOST_NAMED) };
}

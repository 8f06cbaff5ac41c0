import type { License, Problem } from '../../../domain/terms.ts';
import { readSwitch } from '../../../roster/rows/readSwitch.ts';
import type { CustomerFacts } from '../../facts/customerFacts.ts';
import { ROSTER_PROBLEMS } from '../words.ts';
import { findMeant } from './licenseNames.ts';
import { ownProblem, type Understood } from './ownProblem.ts';
import { saysNone, splitNames } from './splitNames.ts';

const words = ROSTER_PROBLEMS.licenses;

/** In a question for all; a tenant may have many more. */
const MOST_NAMED = 4;

/** What Microsoft's admin center writes for somebody without a license ("Unlicensed"), and other systems. */
const UNLICENSED =
  /^(?:un-?licensed|not licensed|(?:no|without|w\/o|keine?|ohne|sans|aucune|sin|ninguna|senza|nessuna|geen|zonder|sem|nenhuma|brak|bez|ž[aá]dn[aá]|ingen|inga|utan|uden|uten|ei|nincs|fără|без|нет|немає) (?:(?:product|assigned|microsoft(?: 365)?) )?(?:licen|lizenz|lisen|лиценз|ліценз)\p{L}{0,12}|unlizenziert|nicht lizenziert|sans licence attribuée|niet gelicentieerd|bez licencj?[ei]|nielicencjonowan[yae]|nelicencov[aá]n[oyaá]|olicensierad|ikke lisensiert|ikke licenseret|lisenssitön|licenc nélküli|lisanssız|lisans yok|ライセンスなし|ライセンスがありません|未授权|未許可|未授權|无许可证|라이선스 없음|라이선스가 없음)$/iu;
/** `contoso:ENTERPRISEPACK`, the AccountSkuId of Get-MsolUser: the tenant before the part number. */
const ACCOUNT_SKU = /^[\w.-]{1,64}:(?=\w+$)/;

/** `No`, `FALSE` and `0` below "License". */
function saysNo(written: readonly string[]): boolean {
  const [only = '', ...more] = written;
  return more.length === 0 && (readSwitch(only) === false || UNLICENSED.test(only.normalize('NFC')));
}

/** Reads the licenses of each row: product names, part numbers or ids, whatever their case. */
export function createLicenseReader({
  name: customer,
  licenses,
}: Pick<CustomerFacts, 'name' | 'licenses'>): (values: readonly string[]) => Understood<string[]> {
  const byName = new Map<string, License[]>();
  for (const license of licenses) {
    const names = [license.name, license.skuPartNumber, license.skuId].map((name) => name.toLowerCase());
    for (const name of new Set(names)) byName.set(name, [...(byName.get(name) ?? []), license]);
  }
  const find = (text: string): License[] =>
    byName.get(text.toLowerCase()) ?? byName.get(text.toLowerCase().replace(ACCOUNT_SKU, '')) ?? [];

  function sayUnknown(text: string): Problem {
    const list = (some: readonly License[]): string[] => some.map(({ name }) => name);
    if (readSwitch(text) === true) {
      const some = licenses.filter(({ assignable }) => assignable).slice(0, MOST_NAMED);
      return ownProblem('licenses', text, 'LICENSE_UNKNOWN', words.whichOne(text, list(some)));
    }
    const { meant, candidates } = findMeant(text, licenses);
    const message = words.unknown(customer, text, list(candidates));
    return ownProblem('licenses', text, 'LICENSE_UNKNOWN', message, meant?.name);
  }

  function check(text: string): License | Problem {
    const [license, ...more] = find(text);
    if (license === undefined) return sayUnknown(text);
    if (more.length > 0) {
      const numbers = [license, ...more].map(({ skuPartNumber }) => skuPartNumber);
      return ownProblem('licenses', text, 'LICENSE_AMBIGUOUS', words.several(text, numbers));
    }
    if (license.assignable) return license;
    return ownProblem('licenses', text, 'LICENSE_UNKNOWN', words.notAssignable(license.name));
  }

  return (written) => {
    if (saysNone(written) || saysNo(written)) return { value: [], values: written, problems: [] };
    const values = splitNames(written, (text) => find(text).length > 0);
    const checked = values.map(check);
    return {
      value: [...new Set(checked.flatMap((one) => ('skuId' in one ? [one.skuId] : [])))],
      values,
      problems: checked.flatMap((one) => ('skuId' in one ? [] : [one])),
    };
  };
}

import type { Platform } from '../../domain/terms.ts';
import type { CustomerFacts } from '../../service/facts/customerFacts.ts';
import { type AssignDraft, keyOfService } from '../../service/licensing/assignDraft.ts';
import type { DraftRecord } from '../../service/ports/drafts.ts';

/**
 * Services in one form. Slack takes 100 options in each group of a list, and 250 kB in all; a Teams card has 28 kB for
 * everything, and its other services are found by typing.
 */
const MAX_SERVICES: Readonly<Record<Platform, number>> = { slack: 400, teams: 40 };

/** A service of a license, as a form offers it. */
export interface OfferedService {
  /** `skuId/servicePlanId`. */
  value: string;
  name: string;
  license: string;
}

/** Every service of these licenses. */
export function listServices(
  { licenses }: CustomerFacts,
  isWanted: (skuId: string) => boolean,
): OfferedService[] {
  return licenses
    .filter(({ skuId }) => isWanted(skuId))
    .flatMap(({ skuId, name, servicePlans = [] }) =>
      servicePlans.map((plan) => ({
        value: keyOfService(skuId, plan.servicePlanId),
        name: plan.name,
        license: name,
      })),
    );
}

/** Of what is held and stays, and of what is to be given. */
function servicesOf(facts: CustomerFacts, { targets, values }: AssignDraft, given: readonly string[]) {
  const own = targets.flatMap(({ held }) =>
    held.filter(({ inherited }) => !inherited).map(({ skuId }) => skuId),
  );
  const skuIds = new Set([...given, ...own]);
  return listServices(facts, (skuId) => skuIds.has(skuId) && !values.remove.includes(skuId));
}

/** Services that the form offers: those that are off first, so that none of them is left off, then what is given. */
export function offerServices(
  facts: CustomerFacts,
  { data, place }: DraftRecord<AssignDraft>,
): OfferedService[] {
  const { licenses, servicesOff } = data.values;
  const rankOf = ({ value }: OfferedService): number =>
    servicesOff.includes(value) ? 2 : Number(licenses.some((skuId) => value.startsWith(`${skuId}/`)));
  return servicesOf(facts, data, licenses)
    .sort((a, b) => rankOf(b) - rankOf(a))
    .slice(0, MAX_SERVICES[place.platform]);
}

/**
 * What was chosen of the services that are off; as it was where nothing came. A phone forgets those that were chosen
 * before somebody adds one (AdaptiveCards issue 9330): where none of them is among those that came, they stay off, since
 * a service is never switched on by what is not there. Whoever wants them on says so.
 */
function readChosen(before: readonly string[], chosen: readonly string[] | undefined, platform: Platform) {
  if (chosen === undefined) return before;
  const isForgotten =
    platform === 'teams' && chosen.length > 0 && !chosen.some((value) => before.includes(value));
  return isForgotten ? [...before, ...chosen] : chosen;
}

/**
 * What is to be off after the form: what was chosen in it, and what was off before and not offered. `given` are the
 * licenses chosen in the same form, whose services can have been found by typing.
 */
export function readServices(
  facts: CustomerFacts,
  draft: DraftRecord<AssignDraft>,
  chosen: readonly string[] | undefined,
  given: readonly string[],
): string[] {
  const offered = new Set(offerServices(facts, draft).map(({ value }) => value));
  const { data } = draft;
  const there = new Set(
    servicesOf(facts, data, [...data.values.licenses, ...given]).map(({ value }) => value),
  );
  const kept = data.values.servicesOff.filter((value) => !offered.has(value));
  const shown = data.values.servicesOff.filter((value) => offered.has(value));
  const read = readChosen(shown, chosen, draft.place.platform);
  return [...new Set([...kept, ...read.filter((value) => there.has(value))])];
}

import { z } from 'zod';
import { guid, say, strict } from './policy/policyParts.ts';

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
const CURRENCY = say('a currency code such as "USD" (ISO 4217)');
const PRICE = say('the price of one seat for one month, such as 57 or 10.30');

/** What seats cost the organization: by part number or skuId, for one month each. */
export const pricesSchema = strict({
  currency: z.string(CURRENCY).refine((code) => CURRENCIES.has(code), CURRENCY),
  perMonth: z.record(
    z.union(
      [guid('a skuId'), z.string().regex(/^[A-Z0-9_]{2,80}$/)],
      say('a part number such as "SPE_E5", or a skuId'),
    ),
    z.number(PRICE).min(0, PRICE),
    say('prices by part number or skuId'),
  ),
});

export type Prices = z.infer<typeof pricesSchema>;

interface Sku {
  skuId: string;
  skuPartNumber: string;
  name: string;
}

/** So many seats of one license; fewer than 0 when they come free. */
export interface SeatChange {
  license: Sku;
  seats: number;
}

/** What a change of seats costs each month. */
export interface MonthlyCost {
  /** In units of the currency; less than 0 when it saves money. */
  amount: number;
  /** ISO 4217. */
  currency: string;
  /** Names of licenses that nobody gave a price for. */
  unpriced: readonly string[];
}

/** The price of one seat for one month; undefined when nobody gave one. */
function priceOf({ perMonth }: Prices, { skuId, skuPartNumber }: Sku): number | undefined {
  const key = Object.keys(perMonth).find(
    (one) => one === skuPartNumber || one.toLowerCase() === skuId.toLowerCase(),
  );
  return key === undefined ? undefined : perMonth[key];
}

/** Undefined when none of the licenses has a price, or none is changed. */
export function sumCost(prices: Prices | undefined, changes: readonly SeatChange[]): MonthlyCost | undefined {
  if (prices === undefined) return undefined;
  const priced = changes.map(({ license, seats }) => ({
    name: license.name,
    seats,
    price: priceOf(prices, license),
  }));
  if (priced.every(({ price }) => price === undefined)) return undefined;
  // Cents, because 0.1 + 0.2 is not 0.3.
  const cents = priced.reduce((sum, { seats, price = 0 }) => sum + Math.round(seats * price * 100), 0);
  return {
    amount: cents / 100,
    currency: prices.currency,
    unpriced: priced.flatMap(({ name, price }) => (price === undefined ? [name] : [])),
  };
}

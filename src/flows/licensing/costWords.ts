import { type MonthlyCost, type Prices, type SeatChange, sumCost } from '../../domain/prices.ts';
import type { SeatNeed } from '../../service/facts/customerFacts.ts';
import { LICENSING_WORDS } from './words.ts';

const { cost: SAYS } = LICENSING_WORDS;

/** `$114.00`, as American English writes it. */
function sayMoney(amount: number, currency: string): string {
  return new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(amount);
}

/** `$114.00 more a month, without Visio Plan 2: its price is not known`. */
export function sayCost({ amount, currency, unpriced }: MonthlyCost): string {
  const money = sayMoney(Math.abs(amount), currency);
  const said = amount === 0 ? SAYS.same : amount < 0 ? SAYS.less(money) : SAYS.more(money);
  return unpriced.length === 0 ? said : SAYS.unpriced(said, unpriced);
}

/** The cost of seats, and of those that come free, as a part of a view. */
export function showCost(
  prices: Prices | undefined,
  needs: readonly SeatNeed[],
  free: readonly SeatChange[] = [],
): { cost?: string } {
  const cost = sumCost(prices, [...needs.map(({ license, needs: seats }) => ({ license, seats })), ...free]);
  return cost === undefined ? {} : { cost: sayCost(cost) };
}

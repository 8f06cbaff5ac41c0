import { describe, expect, it } from 'vitest';
import { policySchema } from '../../src/domain/policy/policy.ts';
import { type Prices, sumCost } from '../../src/domain/prices.ts';
import { sayCost } from '../../src/flows/licensing/costWords.ts';

const E5 = {
  skuId: '06ebc4ee-1bb5-47dd-8120-11324bc54e06',
  skuPartNumber: 'SPE_E5',
  name: 'Microsoft 365 E5',
};
const E3 = {
  skuId: '6fd2c87f-b296-42f0-b197-1e91e994b900',
  skuPartNumber: 'ENTERPRISEPACK',
  name: 'Office 365 E3',
};
const VISIO = {
  skuId: 'c5928f49-12ba-48f7-ada3-0d743a3601d5',
  skuPartNumber: 'VISIOCLIENT',
  name: 'Visio Plan 2',
};
const PRICES: Prices = {
  currency: 'EUR',
  perMonth: { SPE_E5: 0.1, '6FD2C87F-b296-42f0-b197-1e91e994b900': 10.3 },
};

describe('what licenses cost', () => {
  it('is summed by part number and by skuId, in cents', () => {
    const cost = sumCost(PRICES, [
      { license: E5, seats: 3 },
      { license: E3, seats: 2 },
    ]);
    expect(cost).toEqual({ amount: 20.9, currency: 'EUR', unpriced: [] });
    expect(cost && sayCost(cost)).toBe('€20.90 more a month');
  });

  it('is less when seats come free, and the same when it evens out', () => {
    const swap = sumCost(PRICES, [
      { license: E5, seats: 2 },
      { license: E3, seats: -2 },
    ]);
    expect(swap && sayCost(swap)).toBe('€20.40 less a month');
    const even = sumCost({ ...PRICES, perMonth: { SPE_E5: 5, ENTERPRISEPACK: 5 } }, [
      { license: E5, seats: 1 },
      { license: E3, seats: -1 },
    ]);
    expect(even && sayCost(even)).toBe('The same cost each month');
  });

  it('says which license has no price, and nothing at all when none has', () => {
    const cost = sumCost(PRICES, [
      { license: E5, seats: 10 },
      { license: VISIO, seats: 1 },
    ]);
    expect(cost && sayCost(cost)).toBe(
      '€1.00 more a month, not counting Visio Plan 2 (its price is not known)',
    );
    expect(sumCost(PRICES, [{ license: VISIO, seats: 1 }])).toBeUndefined();
    expect(sumCost(undefined, [{ license: E5, seats: 1 }])).toBeUndefined();
    expect(sumCost(PRICES, [])).toBeUndefined();
  });
});

describe('prices in the policy', () => {
  const parse = (prices: unknown) =>
    policySchema.safeParse({ customers: [{ id: 'contoso', name: 'Contoso' }], people: [], prices });

  it.each([
    [{ currency: 'XYZ', perMonth: {} }, 'prices.currency: give a currency code such as "USD" (ISO 4217).'],
    [
      { currency: 'USD', perMonth: { SPE_E5: -1 } },
      'prices.perMonth.SPE_E5: give the price of one seat for one month, such as 57 or 10.30.',
    ],
    [{ currency: 'USD', perMonth: { 'Office E3': 1 } }, 'a part number such as "SPE_E5", or a skuId'],
    [{ currency: 'USD', perMonth: {}, perYear: {} }, '"perYear" isn\'t a known key'],
  ])('that make no sense are refused with the place', (prices, said) => {
    expect(JSON.stringify(parse(prices).error?.issues)).toContain(JSON.stringify(said).slice(1, -1));
  });

  it('that make sense are taken', () => {
    expect(parse(PRICES).data?.prices).toEqual(PRICES);
  });
});

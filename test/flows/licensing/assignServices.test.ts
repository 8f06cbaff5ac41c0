import { describe, expect, it } from 'vitest';
import type { License, Platform } from '../../../src/domain/terms.ts';
import { offerServices, readServices } from '../../../src/flows/licensing/assignServices.ts';
import type { CustomerFacts } from '../../../src/service/facts/customerFacts.ts';
import type { AssignDraft } from '../../../src/service/licensing/assignDraft.ts';
import type { DraftRecord } from '../../../src/service/ports/drafts.ts';

/** A license with this many services: a large suite has about a hundred. */
function createLicense(skuId: string, services: number): License {
  return {
    skuId,
    skuPartNumber: skuId,
    name: skuId,
    total: 9,
    consumed: 1,
    left: 8,
    warning: 0,
    assignable: true,
    servicePlans: Array.from({ length: services }, (_, index) => ({
      servicePlanId: `${index}`,
      name: `Service ${index}`,
    })),
  };
}

const facts = { licenses: [createLicense('held', 90), createLicense('new', 90)] } as unknown as CustomerFacts;

function createDraft(platform: Platform, servicesOff: string[] = [], licenses: string[] = []) {
  const held = [{ skuId: 'held', disabledPlans: [], inherited: false }];
  return {
    place: { platform },
    data: {
      targets: [{ id: '1', userPrincipalName: 'ada@contoso.com', displayName: 'Ada', held }],
      values: { licenses, remove: [], servicesOff, usageLocation: '', reason: '' },
    },
  } as unknown as DraftRecord<AssignDraft>;
}

const valuesOf = (skuId: string, from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `${skuId}/${from + index}`);

describe('the services of large licenses', () => {
  it('are all offered in Slack', () => {
    expect(offerServices(facts, createDraft('slack', [], ['new']))).toHaveLength(180);
  });

  it('are offered in Teams as far as a card goes, those that are off before others', () => {
    const offered = offerServices(facts, createDraft('teams', ['held/89'], ['new']));
    expect(offered).toHaveLength(40);
    expect(offered.slice(0, 2).map(({ value }) => value)).toEqual(['held/89', 'new/0']);
  });

  it('stay off where the card has no room for them', () => {
    const off = valuesOf('held', 0, 60);
    const shown = valuesOf('held', 0, 40);
    expect(readServices(facts, createDraft('teams', off), shown.slice(1), [])).toEqual([
      ...valuesOf('held', 40, 60),
      ...shown.slice(1),
    ]);
  });

  it('can be found by typing for a license that is given in the same form, and for no other', () => {
    const draft = createDraft('teams');
    expect(readServices(facts, draft, ['new/7', 'held/80'], ['new'])).toEqual(['new/7', 'held/80']);
    expect(readServices(facts, draft, ['new/7', 'elsewhere/1'], [])).toEqual([]);
  });

  it('T2: stay off when none of them comes back, or only others do: a phone forgets what it was not asked about', () => {
    const draft = createDraft('teams', ['held/1', 'held/2']);
    expect(readServices(facts, draft, undefined, [])).toEqual(['held/1', 'held/2']);
    expect(readServices(facts, draft, ['held/3'], [])).toEqual(['held/1', 'held/2', 'held/3']);
  });

  it('T2: are switched on by who takes them out of the list, or says that none is to be off', () => {
    const draft = createDraft('teams', ['held/1', 'held/2']);
    expect(readServices(facts, draft, ['held/1', 'held/3'], [])).toEqual(['held/1', 'held/3']);
    expect(readServices(facts, draft, [], [])).toEqual([]);
    expect(readServices(facts, createDraft('slack', ['held/1']), ['held/3'], [])).toEqual(['held/3']);
  });
});

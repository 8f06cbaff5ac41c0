import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { fitsChat } from '../../../src/flows/jobs/reveal.ts';
import type { View } from '../../../src/flows/views.ts';
import { drawPassword } from '../../../src/secrets/drawPassword.ts';
import { toDialogCard } from '../../../src/teams/incoming/dialogs.ts';
import { noteAbsence } from '../../../src/teams/outgoing/absentInputs.ts';
import { splitActions } from '../../../src/teams/outgoing/actionRows.ts';
import type { Card, CardData } from '../../../src/teams/outgoing/bindCard.ts';
import { LIMITS } from '../../../src/teams/outgoing/limits.ts';
import { BINDERS, readTemplate, renderCard } from '../../../src/teams/views/render.ts';
import { withLicenses } from '../../views/longestViews.ts';
import { listViews, sampleViews } from '../../views/sampleViews.ts';

// Loaded without their types: one package's entry does not load in Node (its bundle does), the types of the other
// reach into TypeScript sources that are not ours to check.
const require = createRequire(import.meta.url);
const {
  AdaptiveCard,
  HostConfig,
  SerializationContext,
  Version,
} = require('adaptivecards/dist/adaptivecards.js');
const { Template } = require('adaptivecards-templating');

const HOSTILE = '[x](https://evil.example) **b** <at>x</at> {{DATE(2020-01-01)}} ${secret} <b>&lt;</b>';

/**
 * Microsoft: "Typeahead search in Adaptive Cards": Teams reads `choices.data` in its 1.5 cards. The library counts it as
 * 1.6; a client that does not know it shows the choices that are in the card.
 */
const TYPEAHEAD = 'Property "choices.data" is supported in version 1.6, but you are using version 1.5.';

function problemsOf(card: unknown): string[] {
  const context = new SerializationContext(new Version(1, 5));
  const parsed = new AdaptiveCard();
  parsed.hostConfig = new HostConfig({ actions: { maxActions: LIMITS.actions } });
  parsed.parse(card, context);
  const events: { message: string }[] = [
    ...Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index)),
    ...parsed.validateProperties().validationEvents,
  ];
  return events.map(({ message }) => message).filter((message) => message !== TYPEAHEAD);
}

/** Every text of a card with the type of the element that holds it. */
function textsOf(node: unknown, type = ''): { type: string; text: string }[] {
  if (Array.isArray(node)) return node.flatMap((item) => textsOf(item, type));
  if (typeof node !== 'object' || node === null) return [];
  const element = node as Record<string, unknown>;
  const own = typeof element.type === 'string' ? element.type : type;
  return Object.entries(element).flatMap(([name, value]) =>
    typeof value === 'string' && ['text', 'title', 'label', 'placeholder'].includes(name)
      ? [{ type: own, text: value }]
      : textsOf(value, own),
  );
}

/** A user name by the pattern has no character that means something in a card; all other words are hostile. */
function hostileViews(): View[] {
  const views = sampleViews(HOSTILE, 3);
  return Object.values({ ...views, personForm: { ...views.personForm, userNameExample: 'ada.lovelace' } });
}

describe.each(listViews('Ada Lovelace', 3).map((view) => [view.kind, view] as const))(
  'the %s card',
  (kind, view) => {
    it('is a valid Adaptive Card 1.5', () => {
      const card = renderCard(view);
      expect(card.version).toBe('1.5');
      expect(problemsOf(card)).toEqual([]);
    });

    it('expands to the same card in the official template language', () => {
      const bind = BINDERS[kind] as (view: unknown) => CardData;
      const official = new Template(structuredClone(readTemplate(kind)) as object);
      const card = noteAbsence(official.expand({ $root: bind(view) }) as Card);
      expect(renderCard(view)).toEqual(splitActions(card));
    });

    it('is a valid card as a dialog, where buttons submit', () => {
      const card = toDialogCard(renderCard(view));
      expect(JSON.stringify(card)).not.toContain('Action.Execute');
      expect(problemsOf(card)).toEqual([]);
    });
  },
);

describe('hostile text', () => {
  it.each(hostileViews().map((view) => [view.kind, view] as const))(
    'stays text in the %s card',
    (_kind, view) => {
      // Only these read markdown: titles of choices and buttons are shown as they are (msteams-docs issue 12228).
      const active = textsOf(renderCard(view)).filter(({ type }) => ['TextBlock', 'Fact'].includes(type));
      // A point in time of ours, which Teams writes in its reader's time zone.
      const written = active.map(({ text }) =>
        text.replace(/\{\{(DATE|TIME)\([-\d:TZ]+(, SHORT)?\)\}\}/g, ''),
      );
      expect(written.filter((text) => /\[x|\*\*|<at|\{\{/.test(text))).toEqual([]);
    },
  );

  it('is never written with backslashes, which titles and phones show (T4)', () => {
    for (const view of listViews('New_nurse *Berlin*', 3)) {
      expect(JSON.stringify(renderCard(view)), view.kind).not.toMatch(/New\\\\_|\\\\\*/);
    }
  });
});

describe('size', () => {
  const longest = 'ß'.repeat(300);

  it.each([0, 20, 40])('licenses of people fit a card with %i services off, which stay in it', (off) => {
    const form = withLicenses(sampleViews('Microsoft 365 E5 without anything', 40).assignForm, 1);
    const services = form.services.map((service, index) => ({
      ...service,
      value: `6fd2c87f-b296-42f0-b197-1e91e994b900/57ff2da0-773e-42df-b2af-ffb7a23179${index}`,
    }));
    const servicesOff = services.slice(0, off).map(({ value }) => value);
    const json = JSON.stringify(renderCard({ ...form, services, values: { ...form.values, servicesOff } }));
    expect(Buffer.byteLength(json)).toBeLessThanOrEqual(LIMITS.cardBytes);
    for (const value of servicesOff) expect(json).toContain(`"value":"${value}"`);
  });

  it.each([
    ['usual names', 'Ada Lovelace of Contoso', 'ada.lovelace@contoso.com', 50],
    ['long names', 'Wolfeschlegelsteinhausen'.repeat(3), `${'w'.repeat(60)}@contoso.com`, 50],
    ['names of many bytes', '👩'.repeat(128), `${'ß'.repeat(64)}@contoso.onmicrosoft.com`, 20],
    ['names that JSON writes longer', '"'.repeat(256), 'ada@contoso.com', 29],
  ])(
    'the passwords of people with %s are one card, or go to a page whole',
    (_name, displayName, user, fit) => {
      const all = Array.from({ length: 60 }, () => ({
        displayName,
        userPrincipalName: user,
        password: drawPassword(() => 0),
      }));
      const many = all.filter((_person, index) => fitsChat('teams', all.slice(0, index + 1))).length;
      expect(many).toBeGreaterThanOrEqual(fit);
      expect(many).toBeLessThanOrEqual(50);
      const card = renderCard({ kind: 'passwords', people: all.slice(0, many), more: 0, showSeconds: 300 });
      expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThanOrEqual(LIMITS.cardBytes);
      expect(textsOf(card).filter(({ text }) => text === drawPassword(() => 0).reveal())).toHaveLength(many);
      expect(fitsChat('slack', all.slice(0, 50))).toBe(true);
    },
  );

  it('leaves presets to be searched for that do not fit, but not the chosen one', () => {
    const presetsIn = (view: View) => {
      const { body } = renderCard(view) as { body: { id?: string; choices: { value: string }[] }[] };
      return body.find(({ id }) => id === 'preset');
    };
    const short = presetsIn(sampleViews('Ada', 3).personForm);
    expect(short?.choices).toHaveLength(30);
    expect(short).not.toHaveProperty(['choices.data']);
    const { personForm } = sampleViews(longest, 20);
    const cut = presetsIn({ ...personForm, preset: { ...personForm.preset, chosen: 'preset_29' } });
    expect(cut?.choices.length).toBeLessThan(30);
    expect(cut?.choices.map(({ value }) => value)).toContain('preset_29');
    expect(cut).toMatchObject({ 'choices.data': { type: 'Data.Query', dataset: 'preset' } });
  });
});

it.each(['editForm', 'leaveForm'] as const)('the %s says whose approval it needs, before Next', (kind) => {
  const { approval: _none, ...free } = sampleViews('Ada', 3)[kind];
  const asked = JSON.stringify(renderCard({ ...free, approval: 'This needs approval.' } as View));
  expect(asked).toContain('This needs approval.');
  expect(asked).toContain('Ticket or reason (the approver reads it)');
  expect(JSON.stringify(renderCard(free as View))).toContain('Ticket or reason (optional)');
});

describe('the heading of a file of whom nobody is left to create', () => {
  const { verification } = sampleViews('Ada', 1);
  const nobody = { read: 3, ready: 0, toFix: 0, warned: 0 };
  const headingOf = (existing: number) => {
    const { existing: _some, names: _asked, ...rest } = verification;
    const seen = existing === 0 ? {} : { existing: { count: existing, names: [] } };
    return JSON.stringify(renderCard({ ...rest, ...seen, isUnknown: false, mapping: [], counts: nobody }));
  };

  it.each([
    [3, 'Everyone in this file already exists'],
    [2, 'No one in this file is left to create'],
    [0, 'No one in this file is left to create'],
  ])('of 3, %d exist: %s', (existing, heading) => {
    expect(headingOf(existing)).toContain(heading);
    expect(headingOf(existing)).not.toContain('The file is ready');
  });
});

describe('C17: what stands on a narrow card', () => {
  const elementsOf = (node: unknown): Record<string, unknown>[] => {
    if (Array.isArray(node)) return node.flatMap(elementsOf);
    if (typeof node !== 'object' || node === null) return [];
    return [node as Record<string, unknown>, ...Object.values(node).flatMap(elementsOf)];
  };

  it.each(listViews('Microsoft 365 Business Premium').map((view) => [view.kind, view] as const))(
    'is not cut off in %s',
    (_kind, view) => {
      const cut = elementsOf(renderCard(view)).filter(
        ({ type, wrap }) => (type === 'TextBlock' || type === 'Input.Toggle') && wrap !== true,
      );
      expect(cut).toEqual([]);
    },
  );

  it('is colored by how bad it is: a warning is no error', () => {
    const { licenses, verification } = sampleViews('x');
    const colorsOf = (view: View) => elementsOf(renderCard(view)).map(({ color }) => color);
    const [license] = licenses.licenses;
    if (license === undefined) throw new Error('There is no license.');
    expect(colorsOf({ ...licenses, licenses: [{ ...license, attention: 'low' }] })).not.toContain(
      'Attention',
    );
    expect(colorsOf({ ...licenses, licenses: [{ ...license, attention: 'out' }] })).toContain('Attention');
    const counts = { ...verification.counts, toFix: 0, warned: 3 };
    const warned = elementsOf(renderCard({ ...verification, counts })).filter(({ text }) =>
      String(text).includes('3 with only a warning'),
    );
    expect(warned.map(({ color }) => color)).toEqual(['Warning']);
  });
});

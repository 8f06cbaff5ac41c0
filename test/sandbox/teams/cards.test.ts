import { describe, expect, it } from 'vitest';
import { type CardContext, checkCard } from '../../../src/sandbox/teams/cards/checkCard.ts';
import type { Card, Json } from '../../../src/sandbox/teams/wire.ts';

function card(extra: Json = {}): Card {
  return { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'Hello' }], ...extra };
}

const body = (...elements: unknown[]) => card({ body: elements });
const actions = (...list: unknown[]) => card({ actions: list });
const execute = (extra: Json = {}) => ({
  type: 'Action.Execute',
  title: 'Go',
  verb: 'adduser.create',
  data: { id: 'd1', version: 1 },
  ...extra,
});
const submit = (data: Json, extra: Json = {}) => ({ type: 'Action.Submit', title: 'Go', data, ...extra });
const text = (extra: Json = {}) => ({ type: 'Input.Text', id: 'givenName', label: 'First name', ...extra });
const choices = (extra: Json = {}) => ({
  type: 'Input.ChoiceSet',
  id: 'licenses',
  choices: [
    { title: 'Office 365 E3', value: 'e3' },
    { title: 'Microsoft 365 E5', value: 'e5' },
  ],
  ...extra,
});
const sized = (bytes: number) => {
  const empty = Buffer.byteLength(JSON.stringify(body({ type: 'TextBlock', text: '' })));
  return body({
    type: 'TextBlock',
    text: 'é'.repeat((bytes - empty) >> 1) + 'a'.repeat((bytes - empty) % 2),
  });
};

/** rule · a card that breaks it · what is said · the nearest card that does not, and where. */
const RULES: [rule: string, bad: unknown, said: RegExp, good: unknown, context?: CardContext][] = [
  ['is an object', 'hello', /not an object/, card()],
  ['is an AdaptiveCard', card({ type: 'Card' }), /must be 'AdaptiveCard'/, card()],
  ['names a version', card({ version: undefined }), /version must be 1\.5/, card({ version: '1.2' })],
  ['is of version 1.5 at most', card({ version: '1.6' }), /version must be 1\.5/, card({ version: '1.5' })],
  ['has a version as a string', card({ version: 1.5 }), /version must be 1\.5/, card()],
  ['is at most 28 kB of UTF-8', sized(28_001), /28001 bytes/, sized(28_000)],
  [
    'has known elements',
    body({ type: 'Carousel' }),
    /type 'Carousel'/,
    body({ type: 'Container', items: [] }),
  ],
  [
    'has no media',
    body({ type: 'Media', sources: [] }),
    /type 'Media'/,
    body({ type: 'ImageSet', images: [] }),
  ],
  ['has known actions', actions({ type: 'Action.Http' }), /type 'Action.Http'/, actions(execute())],
  [
    'has known properties',
    body({ type: 'TextBlock', text: 'a', targetWidth: 'wide' }),
    /'targetWidth'/,
    body({ type: 'TextBlock', text: 'a', wrap: true }),
  ],
  [
    'has known properties at its top',
    card({ metadata: {} }),
    /'metadata'/,
    card({ fallbackText: 'Old client' }),
  ],
  [
    'is not fooled by names that every object has',
    body({ type: 'constructor' }),
    /type 'constructor'/,
    body({ type: 'TextBlock', text: 'constructor' }),
  ],
  [
    'has text in text blocks',
    body({ type: 'TextBlock' }),
    /has no text/,
    body({ type: 'TextBlock', text: 'a' }),
  ],
  [
    'has text as strings',
    body({ type: 'TextBlock', text: 7 }),
    /text must be a string/,
    body({ type: 'TextBlock', text: '7' }),
  ],
  [
    'has no null',
    body({ type: 'TextBlock', text: 'a', color: null }),
    /color must be one of/,
    body({ type: 'TextBlock', text: 'a', color: 'Attention' }),
  ],
  [
    'has known enum values',
    body({ type: 'TextBlock', text: 'a', size: 'huge' }),
    /size must be one of/,
    body({ type: 'TextBlock', text: 'a', size: 'ExtraLarge' }),
  ],
  [
    'has numbers as numbers',
    body({ type: 'TextBlock', text: 'a', maxLines: '2' }),
    /maxLines must be a number/,
    body({ type: 'TextBlock', text: 'a', maxLines: 2 }),
  ],
  [
    'has booleans as booleans',
    body({ type: 'TextBlock', text: 'a', wrap: 'true' }),
    /wrap must be true or false/,
    body({ type: 'TextBlock', text: 'a', wrap: true }),
  ],
  [
    'has runs with text',
    body({ type: 'RichTextBlock', inlines: [{ type: 'TextRun' }] }),
    /TextRun\) has no text/,
    body({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'a', weight: 'bolder' }, 'b'] }),
  ],
  [
    'has runs named TextRun',
    body({ type: 'RichTextBlock', inlines: [{ text: 'a' }] }),
    /has no type/,
    body({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'a' }] }),
  ],
  [
    'has facts with title and value',
    body({ type: 'FactSet', facts: [{ title: 'Name' }] }),
    /Fact\) has no value/,
    body({ type: 'FactSet', facts: [{ title: 'Name', value: 'Ada' }] }),
  ],
  [
    'has columns in column sets',
    body({ type: 'ColumnSet', columns: [{ type: 'Container', items: [] }] }),
    /must have type 'Column'/,
    body({ type: 'ColumnSet', columns: [{ type: 'Column', width: '50px', items: [] }] }),
  ],
  [
    'has column widths that exist',
    body({ type: 'ColumnSet', columns: [{ type: 'Column', width: 'wide' }] }),
    /width must be auto/,
    body({ type: 'ColumnSet', columns: [{ type: 'Column', width: 2 }] }),
  ],
  [
    'has rows and cells in tables',
    body({ type: 'Table', columns: [{ width: 1 }], rows: [{ type: 'TableRow', cells: [{ items: [] }] }] }),
    /TableCell\) has no type/,
    body({
      type: 'Table',
      columns: [{ width: 1 }],
      rows: [{ type: 'TableRow', cells: [{ type: 'TableCell', items: [] }] }],
    }),
  ],
  [
    'checks what is deep inside',
    body({ type: 'Container', items: [{ type: 'ActionSet', actions: [execute({ colour: 'red' })] }] }),
    /items\[0\]\.actions\[0\].*'colour'/,
    body({ type: 'Container', items: [{ type: 'ActionSet', actions: [execute()] }] }),
  ],
  [
    'checks the cards behind buttons',
    actions({ type: 'Action.ShowCard', title: 'More', card: body({ type: 'TextBlock' }) }),
    /card\.body\[0\] \(TextBlock\) has no text/,
    actions({ type: 'Action.ShowCard', title: 'More', card: { type: 'AdaptiveCard', body: [] } }),
  ],
  [
    'has absolute URLs',
    actions({ type: 'Action.OpenUrl', title: 'Open', url: '/p/1' }),
    /url must be an absolute URL/,
    actions({ type: 'Action.OpenUrl', title: 'Open', url: 'https://rollcall.test/p/1' }),
  ],
  ['has a verb on Execute', actions(execute({ verb: undefined })), /has no verb/, actions(execute())],
  ['has a verb that says something', actions(execute({ verb: '' })), /empty verb/, actions(execute())],
  [
    'has data as objects',
    actions(execute({ data: '{"id":1}' })),
    /data must be an object/,
    actions(execute({ data: { id: 1 } })),
  ],
  [
    'has at most six buttons in a row',
    actions(...Array.from({ length: 7 }, () => execute())),
    /maximum number of actions/i,
    actions(...Array.from({ length: 6 }, () => execute())),
  ],
  ['has ids on inputs', body({ type: 'Input.Text' }), /has no id/, body(text())],
  [
    'has unique ids',
    body(text(), text()),
    /the id 'givenName' of card\.body\[0\]/,
    body(text(), text({ id: 'b' })),
  ],
  [
    'has unique ids across show cards',
    card({
      body: [text()],
      actions: [{ type: 'Action.ShowCard', title: 'More', card: { type: 'AdaptiveCard', body: [text()] } }],
    }),
    /the id 'givenName'/,
    card({
      body: [text()],
      actions: [
        { type: 'Action.ShowCard', title: 'More', card: { type: 'AdaptiveCard', body: [text({ id: 'b' })] } },
      ],
    }),
  ],
  [
    'has an error message on required inputs',
    body(text({ isRequired: true })),
    /no errorMessage/,
    body(text({ isRequired: true, errorMessage: 'Please enter a first name' })),
  ],
  [
    'has a label on required inputs',
    body(text({ isRequired: true, label: '', errorMessage: 'Please' })),
    /no label/,
    body(text({ label: undefined, id: 'optional' })),
  ],
  [
    'has patterns that compile',
    body(text({ regex: '[a-' })),
    /regular expression/,
    body(text({ regex: '^[a-z]+$' })),
  ],
  ['has choices', body(choices({ choices: [] })), /no choices/, body(choices())],
  [
    'has choices with a value',
    body(choices({ choices: [{ title: 'One' }] })),
    /Choice\) has no value/,
    body(choices({ choices: [{ title: 'One', value: '1' }] })),
  ],
  [
    'has choices with different values',
    body(
      choices({
        choices: [
          { title: 'One', value: '1' },
          { title: 'Two', value: '1' },
        ],
      }),
    ),
    /two choices with one value/,
    body(
      choices({
        choices: [
          { title: 'One', value: '1' },
          { title: 'One', value: '2' },
        ],
      }),
    ),
  ],
  [
    'has no commas in values of several choices',
    body(choices({ isMultiSelect: true, choices: [{ title: 'One', value: '1,2' }] })),
    /comma/,
    body(choices({ choices: [{ title: 'One', value: '1,2' }] })),
  ],
  [
    'has a dataset for typeahead',
    body(choices({ choices: [], 'choices.data': { type: 'Data.Query' } })),
    /has no dataset/,
    body(choices({ choices: [], 'choices.data': { type: 'Data.Query', dataset: 'people' } })),
  ],
  [
    'asks Teams for known things',
    actions(submit({ msteams: { type: 'task/open' } })),
    /'task\/open', which Teams does not know/,
    actions(submit({ msteams: { type: 'task/fetch' }, id: 'd1' })),
  ],
  [
    'asks Teams with known properties',
    actions(submit({ msteams: { type: 'task/fetch', dialog: 'x' } })),
    /'dialog'/,
    actions(submit({ msteams: { type: 'messageBack', text: 'adduser' } })),
  ],
  [
    'opens dialogs with Submit only',
    actions(execute({ data: { msteams: { type: 'task/fetch' } } })),
    /belongs to Action\.Submit/,
    actions(submit({ msteams: { type: 'task/fetch' } })),
  ],
  [
    'has known Teams properties',
    card({ msteams: { width: 'wide' } }),
    /width must be one of/,
    card({ msteams: { width: 'Full' } }),
  ],
  [
    'submits dialogs with Submit',
    actions(execute()),
    /dialog is submitted with Action\.Submit/,
    actions(submit({ id: 'd1' })),
    { in: 'dialog' },
  ],
  [
    'refreshes for 29:… ids',
    card({ refresh: { action: execute(), userIds: ['a1b6b0f2'] } }),
    /must be 29:/,
    card({ refresh: { action: execute(), userIds: ['29:1abc'] } }),
  ],
  [
    'refreshes for sixty people at most',
    card({ refresh: { action: execute(), userIds: Array.from({ length: 61 }, (_, n) => `29:${n}`) } }),
    /more than 60/,
    card({ refresh: { action: execute(), userIds: Array.from({ length: 60 }, (_, n) => `29:${n}`) } }),
  ],
  [
    'refreshes with Execute',
    card({ refresh: { action: submit({}) } }),
    /must be Action\.Execute/,
    card({ refresh: { action: execute() } }),
  ],
  [
    'holds no unbound expression',
    body({ type: 'TextBlock', text: 'Hello ${person.displayName}' }),
    /unbound template expression: \$\{person/,
    body({ type: 'TextBlock', text: 'Hello ${x}, {x} and $x' }),
    { heard: ['my name is ${x}'] },
  ],
  [
    'has select actions that can be selected',
    body({ type: 'Container', items: [], selectAction: { type: 'Action.ShowCard', card: card() } }),
    /may not be Action\.ShowCard/,
    body({ type: 'Container', items: [], selectAction: execute() }),
  ],
];

function clean(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe('a card', () => {
  it.each(RULES)('%s', (_rule, bad, said, good, context) => {
    expect(checkCard(clean(bad), context).join('\n')).toMatch(said);
    expect(checkCard(clean(good), context)).toEqual([]);
  });

  it('may use everything that 1.5 has and Teams shows', () => {
    const all = card({
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      msteams: {
        width: 'Full',
        entities: [{ type: 'mention', text: '<at>A</at>', mentioned: { id: '29:1' } }],
      },
      body: [
        {
          type: 'ColumnSet',
          columns: [
            {
              type: 'Column',
              width: 'auto',
              items: [{ type: 'Image', url: 'https://a.test/a.png', altText: 'A' }],
            },
            { type: 'Column', width: 'stretch', items: [{ type: 'TextBlock', text: 'A', style: 'heading' }] },
          ],
        },
        { type: 'FactSet', facts: [{ title: 'Name', value: 'Ada' }], separator: true, spacing: 'medium' },
        text({ isMultiline: true, maxLength: 100, placeholder: 'Ada', value: '' }),
        { type: 'Input.Number', id: 'n', min: 1, max: 5, value: 2 },
        { type: 'Input.Date', id: 'd', value: '2025-01-31' },
        { type: 'Input.Time', id: 't', value: '09:30' },
        {
          type: 'Input.Toggle',
          id: 'g',
          title: 'Allow sign-in',
          valueOn: 'yes',
          valueOff: 'no',
          value: 'yes',
        },
        choices({ isMultiSelect: true, style: 'expanded', value: 'e3,e5', label: 'Licenses' }),
        { type: 'ActionSet', actions: [execute({ style: 'positive', tooltip: 'Creates the account' })] },
      ],
      actions: [
        { type: 'Action.ToggleVisibility', title: 'Details', targetElements: ['n', { elementId: 'd' }] },
        submit({ id: 'd1' }, { associatedInputs: 'none', mode: 'secondary' }),
      ],
    });
    expect(checkCard(clean(all))).toEqual([]);
  });
});

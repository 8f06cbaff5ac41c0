import { describe, expect, it } from 'vitest';
import type { FoundChoice } from '../../../src/flows/action.ts';
import type { View } from '../../../src/flows/views.ts';
import { CAST } from '../../../src/sandbox/contoso.ts';
import { isJson, type Json, listOf, stringOf } from '../../../src/sandbox/teams/wire.ts';
import { noteAbsence, readAbsence } from '../../../src/teams/outgoing/absentInputs.ts';
import { createShownChoices } from '../../../src/teams/outgoing/shownChoices.ts';
import { sampleViews } from '../../views/sampleViews.ts';
import { startRoom } from '../startRoom.ts';

const MIA = CAST.helpdesk.teams;

function* walk(node: unknown): Generator<Json> {
  if (Array.isArray(node)) for (const item of node) yield* walk(item);
  if (!isJson(node)) return;
  yield node;
  for (const value of Object.values(node)) yield* walk(value);
}

/** Every form, filled in and with two of everything to choose from. */
function fillForms(): View[] {
  const views = sampleViews('Ada', 2);
  const { changeForm, assignForm, personSearch } = views;
  const [ada, ...others] = personSearch.chosen;
  const forms: View[] = Object.values({
    ...views,
    changeForm: { ...changeForm, people: changeForm.people.slice(0, 1) },
    assignForm: {
      ...assignForm,
      values: {
        ...assignForm.values,
        servicesOff: assignForm.services.slice(0, 1).map(({ value }) => value),
      },
    },
    personSearch: {
      ...personSearch,
      target: { ...personSearch.target, id: 'new' },
      chosen: ada === undefined ? others : [ada],
    },
  });
  return forms;
}

const FORMS = fillForms();

/** Sends what is given of one card's inputs, and what the flow was then handed. */
async function startForms() {
  const next: { view: View } = { view: FORMS[0] as View };
  const room = await startRoom({
    answers: {},
    reply: ({ action }) =>
      action === 'user.find'
        ? { type: 'message', view: next.view }
        : { type: 'follow', view: { kind: 'working', title: 'x', text: '' } },
  });
  room.teams.switches.rateLimit = false;
  const mia = room.teams.as(MIA);

  async function show(view: View) {
    next.view = view;
    const before = mia.cards().length;
    await mia.say('user ada');
    await expect.poll(() => mia.cards().length).toBe(before + 1);
    const { card, id } = mia.cards().at(-1) ?? {};
    const inputs = [...walk(card)].filter(({ type }) => stringOf(type).startsWith('Input.'));
    const button = [...walk(card)].find(({ type, data }) => type === 'Action.Execute' && isJson(data));
    return { id, inputs, button };
  }

  async function send(shown: Awaited<ReturnType<typeof show>>, inputs: Json) {
    const data = { ...(shown.button?.data as Json), ...inputs };
    const action = { type: 'Action.Execute', verb: shown.button?.verb, data };
    const before = room.calls.length;
    await room.teams.deliver(
      room.teams.activity(MIA, {
        type: 'invoke',
        name: 'adaptiveCard/action',
        replyToId: shown.id,
        value: { action, trigger: 'manual' },
      }),
    );
    return room.calls.length === before ? undefined : room.calls.at(-1)?.input.fields;
  }

  return { ...room, show, send };
}

function isSearched(input: Json): boolean {
  return input.style === 'filtered' || input['choices.data'] !== undefined;
}

/**
 * What a missing value is to mean: empty where an input can be emptied, else what it was set to, which a draft holds
 * where there is one.
 */
function meaningOf(input: Json, kind: View['kind']): string | undefined {
  const isTicked = input.isMultiSelect === true && !isSearched(input);
  if (input.type !== 'Input.ChoiceSet' || isTicked) return '';
  return kind === 'personSearch' ? stringOf(input.value) : undefined;
}

describe('T2: every input of every card', () => {
  it('null, empty and absent are one: as it was where phones forget it, empty where it was emptied', async () => {
    const { show, send } = await startForms();
    const walked: string[] = [];
    for (const view of FORMS) {
      const shown = await show(view);
      for (const input of shown.inputs) {
        const id = stringOf(input.id);
        const others = Object.fromEntries(
          shown.inputs.filter((each) => each !== input && each.value).map((each) => [each.id, each.value]),
        );
        const expected = meaningOf(input, view.kind);
        for (const blank of [{ [id]: null }, { [id]: '' }, {}]) {
          const fields = await send(shown, { ...others, ...blank });
          expect(fields?.[id], `${view.kind}.${id} ${JSON.stringify(blank)}`).toBe(expected);
          walked.push(`${view.kind}.${id}`);
        }
      }
    }
    expect(new Set(walked).size).toBeGreaterThan(40);
  }, 60_000);

  it('a title is taken for the value that it alone has, and an unknown value is left for the flow to refuse', async () => {
    const { show, send } = await startForms();
    const walked: string[] = [];
    for (const view of FORMS) {
      const shown = await show(view);
      for (const input of shown.inputs) {
        const id = stringOf(input.id);
        const choices = listOf(input.choices);
        for (const { title, value } of choices.slice(0, 3)) {
          const same = choices.filter((each) => each.title === title);
          const fields = await send(shown, { [id]: title });
          const expected = same.length === 1 ? value : title;
          expect(fields?.[id], `${view.kind}.${id} ${title}`).toBe(expected);
          expect((await send(shown, { [id]: value }))?.[id]).toBe(value);
          walked.push(`${view.kind}.${id}`);
        }
        expect((await send(shown, { [id]: 'Nobody knows this' }))?.[id]).toBe('Nobody knows this');
      }
    }
    expect(new Set(walked).size).toBeGreaterThan(8);
  }, 60_000);
});

describe('T3: what was shown and does not come back', () => {
  it('is empty for a contact field, and nothing is said of fields that were not shown', async () => {
    const { show, send } = await startForms();
    const { personForm } = sampleViews('Ada', 2);
    const values = { ...personForm.values, contact: { jobTitle: 'Nurse' } };
    const open = await show({ ...personForm, values });
    expect((await send(open, {}))?.jobTitle).toBe('');
    const shut = await show({ ...personForm, values, fields: ['givenName'] });
    expect(await send(shut, {})).not.toHaveProperty('jobTitle');
  });

  it('is what it was for cards of before, which say nothing of it', async () => {
    expect(readAbsence(undefined)).toEqual([]);
    for (const bad of ['{', '[]', 'null', '"x"', '{"a":1}']) expect(readAbsence(bad)).toEqual([]);
  });

  it('is noted on the buttons that send inputs, and on no card without any', () => {
    const plain = { type: 'AdaptiveCard', actions: [{ type: 'Action.Execute', verb: 'a', data: {} }] };
    expect(noteAbsence(structuredClone(plain))).toEqual(plain);
    const input = { type: 'Input.Text', id: 'reason', value: 'x' };
    const back = { type: 'Action.Execute', verb: 'b', associatedInputs: 'none', data: { id: '1' } };
    const card = noteAbsence({ ...structuredClone(plain), body: [input], actions: [...plain.actions, back] });
    expect(card.actions).toMatchObject([{ data: { absent: '{"reason":""}' } }, { data: { id: '1' } }]);
    expect((card.actions as Json[])[1]?.data).toEqual({ id: '1' });
  });
});

describe('titles that phones send', () => {
  const choices = [
    { title: 'Bonaire, Sint Eustatius and Saba', value: 'BQ' },
    { title: 'Cuba', value: 'CU' },
    { title: 'New_nurse', value: 'g1' },
    { title: 'Twins', value: 'g2' },
    { title: 'Twins', value: 'g3' },
  ];
  function known() {
    const shown = createShownChoices();
    shown.noteChoices('chat;messageid=1', 'groups', choices);
    return (sent: string) => shown.readValue('chat', 'groups', sent);
  }

  it.each([
    ['Cuba', 'CU'],
    ['CU', 'CU'],
    ['New_nurse', 'g1'],
    ['New\\_nurse', 'g1'],
    ['Bonaire, Sint Eustatius and Saba', 'BQ'],
    ['Cuba,Bonaire, Sint Eustatius and Saba,g1', 'CU,BQ,g1'],
    ['CU,New_nurse', 'CU,g1'],
    ['Twins', 'Twins'],
    ['Elsewhere, far', 'Elsewhere, far'],
  ])('"%s" is read as "%s"', (sent, read) => {
    expect(known()(sent)).toBe(read);
  });

  it('are read in the conversation in which they were offered, of the field that offered them', () => {
    const shown = createShownChoices();
    shown.noteChoices('chat', 'groups', choices);
    expect(shown.readValue('another', 'groups', 'Cuba')).toBe('Cuba');
    expect(shown.readValue('chat', 'reason', 'Cuba')).toBe('Cuba');
  });

  it('of thousands of searches are forgotten, the latest last', () => {
    const shown = createShownChoices();
    for (let at = 0; at < 3_000; at += 1) {
      shown.noteChoices('chat', 'groups', [{ title: `Group ${at}`, value: `g${at}` }]);
    }
    expect(shown.readValue('chat', 'groups', 'Group 2999')).toBe('g2999');
    expect(shown.readValue('chat', 'groups', 'Group 0')).toBe('Group 0');
  });
});

describe('T2: titles that were shown before a restart', () => {
  const MIA_ID = '11111111-1111-4111-8111-111111111111';
  const TWO = '22222222-2222-4222-8222-222222222222';
  const FOUND: Readonly<Record<string, FoundChoice[]>> = {
    licenses: [{ value: MIA_ID, text: 'Office 365 E3', description: '3 of 25 left', isPassing: true }],
    groups: [
      { value: MIA_ID, text: 'IT — Berlin' },
      { value: TWO, text: 'Twins', description: 'in Bonn' },
      { value: MIA_ID, text: 'Twins', description: 'in Ulm' },
    ],
    people: [
      { value: MIA_ID, text: 'Ada Lovelace', description: 'ada@contoso.com', isNamesake: true },
      { value: TWO, text: 'Ada Lovelace', description: 'ada2@contoso.com', isNamesake: true },
    ],
    usageLocation: [{ value: 'BQ', text: 'Bonaire, Sint Eustatius and Saba' }],
  };

  /** What a flow is handed of a field that a room fresh from its start gets, and what was searched for meanwhile. */
  async function read(fields: Json) {
    const searched: string[] = [];
    const room = await startRoom({
      reply: () => ({ type: 'follow', view: { kind: 'working', title: 'x', text: '' } }),
      search: (field, text) => {
        searched.push(text);
        return (FOUND[field] ?? []).filter(({ text: name }) => name.includes(text.trim()));
      },
    });
    const action = {
      type: 'Action.Execute',
      verb: 'adduser.submit',
      data: { id: 'd', version: '1', ...fields },
    };
    await room.teams.deliver(
      room.teams.activity(MIA, { type: 'invoke', name: 'adaptiveCard/action', value: { action } }),
    );
    return { fields: room.calls.at(-1)?.input.fields, searched };
  }

  it.each([
    ['licenses', 'Office 365 E3 — 12 of 25 left · needs approval', MIA_ID],
    ['groups', 'IT — Berlin', MIA_ID],
    ['groups', 'Twins — in Bonn', TWO],
    ['people', 'Ada Lovelace — ada2@contoso.com', TWO],
    ['usageLocation', 'Bonaire, Sint Eustatius and Saba', 'BQ'],
    ['groups', `${TWO},IT — Berlin`, `${TWO},${MIA_ID}`],
  ])('of %s: "%s" is searched for, and read as its value', async (field, sent, value) => {
    expect((await read({ [field]: sent })).fields?.[field]).toBe(value);
  });

  it.each([
    ['groups', 'Twins'],
    ['people', 'Ada Lovelace — somebody.else@contoso.com'],
    ['groups', 'Nobody knows this'],
  ])('of %s: "%s", which may be either or nobody, is left for the flow to refuse', async (field, sent) => {
    expect((await read({ [field]: sent })).fields?.[field]).toBe(sent);
  });

  it('are not searched for where values came, and no more of them than somebody picks', async () => {
    const values = { groups: `${TWO},${MIA_ID}`, servicesOff: `${TWO}/${MIA_ID}`, licenses: '(none)' };
    expect(await read(values)).toEqual({ fields: values, searched: [] });
    const many = Array.from({ length: 500 }, (_, at) => `Group ${at}`).join(',');
    expect((await read({ groups: many })).searched).toHaveLength(10);
  });
});

import { describe, expect, it } from 'vitest';
import type { View } from '../../src/flows/views.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { renderModal } from '../../src/slack/views/render.ts';
import { renderCard } from '../../src/teams/views/render.ts';
import { sampleViews } from './sampleViews.ts';

const samples = sampleViews('Ada', 3);

const CHATS: readonly [string, (view: View) => string][] = [
  ['Slack', (view) => slackText(renderModal(view))],
  ['Teams', (view) => teamsText(renderCard(view))],
];

describe.each(CHATS)('in %s', (_chat, read) => {
  it('a confirmation says either who the password is emailed to, or that nobody is', () => {
    const named = read(samples.personConfirm);
    expect(named).toContain('will be emailed to');
    expect(named).not.toContain("won't be emailed");
    const unnamed = read({ ...samples.personConfirm, recipients: [] });
    expect(unnamed).toContain("won't be emailed");
    expect(unnamed).not.toContain('will be emailed');
  });

  it('the confirmation of a file says it of those whose rows name nobody', () => {
    const file = { ...samples.bulkConfirm, people: 20, ownRecipients: 2 };
    expect(read(file)).toContain('2 rows name who gets the password instead.');
    expect(read(file)).not.toContain("won't be emailed");
    const unnamed = read({ ...file, recipients: [] });
    expect(unnamed).toContain("The other passwords won't be emailed.");
    expect(unnamed).toContain('2 rows name who gets the password.');
    expect(unnamed).not.toContain('will be emailed');
    expect(read({ ...file, recipients: [], ownRecipients: 20 })).not.toContain('emailed');
  });

  it('a history says whether it is only of what its reader did', () => {
    const empty = { ...samples.history, about: '', entries: [], customer: 'Contoso' };
    expect(read(empty).replace(/\s+/g, ' ')).toContain('Everything in Contoso');
    expect(read(empty)).toContain('by the name of someone');
    const own = { ...empty, isOwn: true as const };
    expect(read(own).replace(/\s+/g, ' ')).toContain('What you did in Contoso');
    expect(read(own)).not.toContain('by the name of someone');
  });

  it('help greets, except after words that it did not understand', () => {
    const { notUnderstood: _words, ...asked } = samples.help;
    expect(read(asked)).toContain('Hello');
    expect(read({ ...asked, notUnderstood: 'thanks' })).not.toContain('Hello');
  });

  it('the forms of a request say who wants what, and for whom', () => {
    const about = { requestedBy: 'Mia Meyer', subject: 'wants to create Nota Ble', customer: 'Contoso' };
    for (const form of [samples.writeForm, samples.changeForm]) {
      expect(read({ ...form, ...about }).replace(/\s+/g, ' ')).toContain(
        'Mia Meyer wants to create Nota Ble in Contoso.',
      );
    }
    const licenses = read(samples.changeForm);
    expect(licenses).toContain('Licenses to leave out');
    expect(licenses).not.toContain('Licenses to remove');
  });

  it('the card about a request names the manager that each person will have', () => {
    const ada = { displayName: 'Ada Lovelace', userPrincipalName: 'ada@contoso.com' };
    const card = { ...samples.approval, people: [{ ...ada, manager: 'grace@contoso.com' }], more: 0 };
    expect(read(card)).toContain('ada@contoso.com, manager grace@contoso.com');
    expect(read({ ...card, people: [ada] })).not.toContain('manager');
  });
});

describe('in Slack', () => {
  const outcomes = ['created', 'partly', 'failed', 'stopped', 'undoing', 'undone'] as const;
  const tasks = ['create', 'assign', 'reset', 'restore', 'change', 'putBack', 'leave', 'delete'] as const;
  const ada = { displayName: 'Ada Lovelace', userPrincipalName: 'ada@contoso.com', customer: 'Contoso' };
  const { undelivered: _none, ...result } = { undelivered: undefined, ...samples.personResult };
  const read = (more: Partial<typeof samples.personResult>) =>
    slackText(renderModal({ ...result, ...ada, ...more })).replace(/\s+/g, ' ');

  it.each(tasks.flatMap((task) => outcomes.map((outcome) => [task, outcome] as const)))(
    'the result of %s, when it is %s, is a sentence about the person',
    (task, outcome) => {
      expect(read({ task, outcome })).toMatch(
        /(The licenses of )?Ada Lovelace \(ada@contoso\.com\) [a-z' ]+ in Contoso(, but some steps failed|: the job was stopped| with the old password|\. Microsoft 365 keeps the account for 30 days)?\. /,
      );
    },
  );

  it('it says where a password was not delivered', () => {
    const undelivered = { pending: true, some: false };
    expect(read({ task: 'create', outcome: 'created', undelivered })).toContain(
      'Ada Lovelace (ada@contoso.com) was created in Contoso. Password not delivered yet.',
    );
    expect(read({ task: 'create', outcome: 'created' })).not.toContain('not delivered');
  });
});

import { describe, expect, it } from 'vitest';
import { showEditForm } from '../../../src/flows/changing/changeViews.ts';
import type { View } from '../../../src/flows/views.ts';
import { renderModal } from '../../../src/slack/views/render.ts';
import { sampleViews } from '../../views/sampleViews.ts';

interface Input {
  block_id?: string;
  optional?: boolean;
  hint?: { text: string };
}

/** The inputs of a form in Slack, by their field. */
function inputsOf(view: View): ReadonlyMap<string, Input> {
  const blocks: Input[] = renderModal(view).blocks;
  return new Map(blocks.map((block) => [block.block_id ?? '', block]));
}

const views = sampleViews('Ada');

describe('C6: what Slack calls optional', () => {
  it.each([
    ['what is done with who leaves', views.leaveForm, 'steps'],
    ['what is ticked off', { ...views.tickOffForm, ticked: [] }, 'left'],
    ['what was ticked off by mistake', { ...views.tickOffForm, choices: [] }, 'notDone'],
    ['who gets the mail again', views.sendTo, 'recipients'],
    ['the name of a preset', views.presetName, 'presetName'],
    ['the reason of a decline', views.writeForm, views.writeForm.field],
  ])('is not %s', (_what, view, field) => {
    expect(inputsOf(view).get(field)).toMatchObject({ optional: false });
  });

  const before = {
    userName: 'ada@contoso.com',
    manager: '',
    signIn: 'allowed',
    signOut: 'no',
    reason: '',
  } as const;
  const openEdit = (fields: Record<string, string>) =>
    inputsOf(
      showEditForm(
        'Contoso',
        {
          id: 'd',
          version: 1,
          data: {
            displayName: 'Ada',
            userPrincipalName: before.userName,
            before: { ...before, fields },
            values: { ...before, fields },
          },
        } as Parameters<typeof showEditForm>[1],
        {},
        {},
      ),
    );

  it('is not the name, the user name or the location of somebody who has them, and is what can be emptied', () => {
    const inputs = openEdit({ displayName: 'Ada', usageLocation: 'GB' });
    for (const field of ['displayName', 'userName', 'usageLocation']) {
      expect(inputs.get(field)).toMatchObject({ optional: false });
    }
    for (const field of ['jobTitle', 'manager', 'reason']) {
      expect(inputs.get(field)).toMatchObject({ optional: true });
    }
    expect(openEdit({ displayName: 'Ada' }).get('usageLocation')).toMatchObject({ optional: true });
  });

  it('says at the field when one of several is needed', () => {
    const fields = ['givenName', 'surname', 'usageLocation'] as const;
    const openWith = (given: { givenName?: string; usageLocation: string }) => {
      const values = { ...views.personForm.values, givenName: '', surname: '', ...given };
      return inputsOf({ ...views.personForm, fields, values });
    };
    const form = openWith({ usageLocation: '' });
    expect(form.get('surname')?.hint?.text).toContain('At least one of the two names');
    expect(form.get('usageLocation')?.hint?.text).toBe('Needed for a license.');
    const setup = { ...views.setupForm, values: { ...views.setupForm.values, usageLocation: '' } };
    expect(inputsOf(setup).get('usageLocation')?.hint?.text).toBe('Needed for a license.');
    const filled = openWith({ givenName: 'Ada', usageLocation: 'US' });
    expect([filled.get('surname')?.hint, filled.get('usageLocation')?.hint]).toEqual([undefined, undefined]);
    expect(inputsOf(views.personSearch).get('person')?.hint?.text).toContain('if you pick no one above');
  });
});

import { z } from 'zod';
import type { Actor } from '../../domain/terms.ts';
import type { Action } from '../action.ts';
import { actionsFor } from '../actionsFor.ts';
import type { FlowContext } from '../context.ts';
import { CSV } from '../files.ts';
import type { HelpView } from '../views/parts.ts';

/** What this actor may type, in the words of their chat. */
function commandsFor(actor: Actor): HelpView['commands'] {
  const slash = actor.platform === 'slack' ? '/' : '';
  const canAdd = actor.roles.some((role) => role === 'helpdesk' || role === 'admin');
  const isAdmin = actor.roles.includes('admin');
  // Nobody in the policy is without a role: a manager who was asked to approve something.
  const isGuest = actor.roles.length === 0;
  return [
    ...(canAdd
      ? [
          {
            command: `${slash}adduser Ada Lovelace`,
            does: 'Create one person. Name and user name are optional.',
          },
        ]
      : []),
    ...(isAdmin
      ? [
          { command: `${slash}addusers`, does: 'Create many people from a CSV or Excel file.' },
          {
            command: 'Attach a file here',
            does: 'The same: the file is checked before anything is created.',
          },
        ]
      : []),
    ...(canAdd
      ? [
          {
            command: `${slash}user Ada`,
            does: isAdmin
              ? 'Look somebody up, edit them, put them back, change their licenses, or set a new password.'
              : 'Look somebody up by name, user name or mail address, edit them, or set a new password.',
          },
        ]
      : []),
    ...(isAdmin
      ? [
          {
            command: `${slash}offboard Ada`,
            does: 'Block somebody who leaves, and take away what they have. Alone, it is for several people or a file.',
          },
        ]
      : []),
    ...(canAdd
      ? [
          {
            command: `${slash}licenses`,
            does: isAdmin
              ? 'See every license: seats used, left, and held by inactive people. Give and take them from there.'
              : 'See every license: seats used, left, and held by inactive people.',
          },
        ]
      : []),
    ...(isAdmin || actor.roles.includes('auditor')
      ? [{ command: 'history ada last week', does: 'See who did what. A name and a time are optional.' }]
      : canAdd
        ? [{ command: 'history', does: 'See what you did. A name and a time are optional.' }]
        : []),
    ...(isAdmin ? [{ command: 'presets', does: 'See, rename and delete the named settings of forms.' }] : []),
    ...(isAdmin
      ? [
          { command: 'pause', does: 'Stop everything, in all chats, until somebody types "go on".' },
          { command: 'forget ada@contoso.com', does: 'Delete what is kept about one person.' },
        ]
      : []),
    ...(canAdd ? [{ command: 'template', does: 'Get a blank and a sample CSV.' }] : []),
    ...(canAdd || isGuest || actor.roles.includes('approver')
      ? [{ command: 'approvals', does: 'See what waits for your approval, and what you asked for.' }]
      : []),
    { command: 'help', does: 'Show this.' },
  ];
}

function showHelp({ policy }: FlowContext, actor: Actor): HelpView {
  const customer = policy.customers.find(({ id }) => id === actor.customer);
  const canAdd = actor.roles.some((role) => role === 'helpdesk' || role === 'admin');
  return {
    kind: 'help',
    name: actor.name,
    customer: customer?.name ?? actor.customer,
    commands: commandsFor(actor),
    buttons: canAdd
      ? [{ action: 'adduser.open', label: 'Add one person', id: 'new', version: 1, style: 'primary' }]
      : [],
  };
}

/** `help`, the same for words that are no command, and `template`. */
export function helpActions(context: FlowContext): Action[] {
  const action = actionsFor([], { guests: true });
  return [
    action.message('help.show', z.object({}), async (actor) => ({
      type: 'message',
      here: true,
      view: showHelp(context, actor),
    })),
    action.message('help.unknown', z.object({ text: z.string() }), async (actor, _place, { text }) => ({
      type: 'message',
      here: true,
      view: { ...showHelp(context, actor), notUnderstood: text },
    })),
    actionsFor(['helpdesk', 'admin']).message(
      'template.send',
      z.object({ id: z.string().optional() }),
      async (_actor, _place, input) => {
        const kinds = (['blank', 'sample'] as const).filter((kind) =>
          input.id !== 'blank' && input.id !== 'sample' ? true : kind === input.id,
        );
        return {
          type: 'message',
          view: {
            kind: 'notice',
            tone: 'info',
            title: 'Here are the templates.',
            text: [
              'They have the columns of the Microsoft 365 admin center. Only User name and Display name must be filled.',
            ],
            next: 'Fill the blank one in, save it as CSV and attach it here.',
            buttons: [],
          },
          files: kinds.map((kind) => ({
            name: `rollcall-${kind}.csv`,
            contentType: CSV,
            bytes: Buffer.from(context.service.rosters.writeTemplate(kind)),
            again: { action: 'template.send', id: kind, version: 1 },
          })),
        };
      },
    ),
  ];
}

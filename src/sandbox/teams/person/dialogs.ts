import { NotThere } from '../../notThere.ts';
import { type ConversationKind, isJson, type Json } from '../wire.ts';
import { type ClickOptions, type ClickResult, invoke } from './clicking.ts';
import { conversationOf, type Desk, findMessage } from './desk.ts';
import { collectInputs, type FoundAction, findAction, findSubmit } from './forms.ts';

/** The one extension's commands run from the compose box. */
const CONTEXT = { commandContext: 'compose', context: { theme: 'default' } };

/** Picks an action command of the message extension, which opens a dialog. */
export async function openExtension(
  desk: Desk,
  commandId: string,
  conversation: ConversationKind,
): Promise<ClickResult> {
  const conversationId = conversationOf(desk, conversation).id;
  const outcome = await invoke(
    desk,
    'composeExtension/fetchTask',
    { commandId, ...CONTEXT },
    { conversationId },
  );
  if (outcome.dialog !== undefined) {
    desk.dialog = { ...outcome.dialog, from: { kind: 'extension', commandId }, conversation };
  }
  return outcome;
}

/** Types into the search box of the message extension. */
export function queryExtension(
  desk: Desk,
  commandId: string,
  text: string,
  conversation: ConversationKind,
): Promise<ClickResult> {
  desk.world.hear(text);
  return invoke(
    desk,
    'composeExtension/query',
    {
      commandId,
      parameters: [{ name: 'query', value: text }],
      queryOptions: { skip: 0, count: 25 },
    },
    { conversationId: conversationOf(desk, conversation).id },
  );
}

function dataOf({ action }: FoundAction, inputs: Json): Json {
  return { ...(isJson(action.data) ? action.data : {}), ...inputs };
}

/**
 * Fills and submits the open dialog. The answer's dialog takes its place; a message or nothing closes it.
 *
 * @throws Error when no dialog with a card is open, or the client would refuse the inputs
 */
export async function submitDialog(
  desk: Desk,
  given: Readonly<Record<string, string>>,
  name: string | undefined,
  options: ClickOptions,
): Promise<ClickResult> {
  const { dialog } = desk;
  if (dialog?.card === undefined) throw new NotThere(`${desk.person.name} has no dialog with a card open`);
  const found = name === undefined ? findSubmit(dialog.card) : findAction(dialog.card, name, options.data);
  const inputs = collectInputs(found, given, options);
  for (const value of Object.values(inputs)) desk.world.hear(value ?? '');
  const data = dataOf(found, inputs);
  const { from } = dialog;
  const at = {
    conversationId: conversationOf(desk, dialog.conversation).id,
    ...(dialog.message === undefined ? {} : { message: findMessage(desk, dialog.message.id) }),
  };
  const outcome =
    from.kind === 'extension'
      ? await invoke(
          desk,
          'composeExtension/submitAction',
          { commandId: from.commandId, ...CONTEXT, data },
          at,
        )
      : await invoke(desk, 'task/submit', { data, context: { theme: 'default' } }, at);
  // After an error the client keeps the dialog open, with what was typed.
  if (outcome.error === undefined) {
    desk.dialog = outcome.dialog === undefined ? undefined : { ...dialog, ...outcome.dialog };
  }
  return outcome;
}

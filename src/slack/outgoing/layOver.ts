import type { KnownBlock, ModalView } from '@slack/types';
import { LIMITS } from './limits.ts';

/** What Slack says of an open form: its blocks as they were sent, and what was typed or chosen in them. */
export interface OpenForm {
  title: unknown;
  close: unknown;
  submit: unknown;
  callback_id: string;
  private_metadata: string;
  blocks: readonly unknown[];
  state?: { values?: Readonly<Record<string, Readonly<Record<string, object | null>> | null>> | null } | null;
}

type Json = Readonly<Record<string, unknown>>;

/** How an element starts with what it holds now. Slack: "Block elements", the initial_… of each. */
function initialOf(state: Json): Json {
  const { value, selected_option: one, selected_options: many, selected_date: date } = state;
  return {
    ...(typeof value === 'string' ? { initial_value: value } : {}),
    ...(one == null ? {} : { initial_option: one }),
    ...(Array.isArray(many) && many.length > 0 ? { initial_options: many } : {}),
    ...(typeof date === 'string' ? { initial_date: date } : {}),
  };
}

function isInitial(name: string): boolean {
  return /^initial_(value|options?|date)$/.test(name);
}

/** An element that starts with what is in it now; what was emptied starts empty. */
function keepTyped(element: Json, states: Readonly<Record<string, object | null>> | null | undefined): Json {
  const state = states?.[String(element.action_id)];
  if (typeof state !== 'object' || state === null) return element;
  const bare = Object.fromEntries(Object.entries(element).filter(([name]) => !isInitial(name)));
  return { ...bare, ...initialOf(state as Json) };
}

function keepBlock(block: Json, { state }: OpenForm): Json {
  const { element } = block;
  if (block.type !== 'input' || typeof element !== 'object' || element === null) return block;
  return { ...block, element: keepTyped(element as Json, state?.values?.[String(block.block_id)]) };
}

/** A form as somebody left it, with everything that they typed, and with these blocks above it. */
export function layOver(form: OpenForm, above: readonly KnownBlock[]): ModalView {
  const blocks = form.blocks.map((block) => keepBlock(block as Json, form)) as unknown as KnownBlock[];
  return {
    type: 'modal',
    title: form.title as ModalView['title'],
    ...(form.close == null ? {} : { close: form.close as NonNullable<ModalView['close']> }),
    ...(form.submit == null ? {} : { submit: form.submit as NonNullable<ModalView['submit']> }),
    callback_id: form.callback_id,
    private_metadata: form.private_metadata,
    blocks: [...above, ...blocks].slice(0, LIMITS.modalBlocks),
  };
}

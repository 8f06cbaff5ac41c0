import type { RichPart } from './richText.ts';

interface Text {
  type?: string;
  text: string;
}

export interface Option {
  text: Text;
  value: string;
  description?: Text;
}

interface Confirmation {
  title: Text;
  text: Text;
  confirm: Text;
  deny: Text;
}

/** What the sandbox's Slack stores, as far as it is drawn: a block, or an element in one. */
export interface Block extends Omit<RichPart, 'text' | 'elements'> {
  block_id?: string;
  action_id?: string;
  text?: Text | string;
  label?: Text;
  hint?: Text;
  title?: Text;
  alt_text?: string;
  placeholder?: Text;
  confirm?: Confirmation;
  fields?: Text[];
  element?: Block;
  accessory?: Block;
  elements?: Block[];
  rows?: Block[][];
  options?: Option[];
  option_groups?: { label: Text; options: Option[] }[];
  initial_value?: string;
  initial_date?: string;
  initial_option?: Option;
  initial_options?: Option[];
  min_query_length?: number;
  max_selected_items?: number;
  max_files?: number;
  max_length?: number;
  filetypes?: string[];
  multiline?: boolean;
  optional?: boolean;
  dispatch_action?: boolean;
}

/** The state of an element, as Slack keeps it in a view. */
export interface ElementState {
  value?: string | null;
  selected_option?: Option | null;
  selected_options?: Option[];
  selected_date?: string | null;
}

/** What is put into an element: one value, or several. */
export type Value = string | string[];

/** Hears that an element was used; `value` is what was picked in it. */
export type Press = (block: Block, element: Block, value?: Value) => Promise<unknown>;

import { boolean, integer, list, number, object, oneOf, type Shape, string, typed, url } from './shape.ts';

const style = object({
  required: {},
  optional: { bold: boolean, code: boolean, italic: boolean, strike: boolean, underline: boolean },
});
const some = string({ min: 1 });

function inline(required: Shape['required'], optional: Shape['required'] = {}): Shape {
  return { required, optional: { ...optional, style } };
}

const text = inline({ text: some });
const link = inline({ url }, { text: some, unsafe: boolean });

const inlineShapes: Record<string, Shape> = {
  text,
  link,
  broadcast: inline({ range: oneOf('here', 'channel', 'everyone') }),
  color: inline({ value: some }),
  channel: inline({ channel_id: some }),
  date: inline({ timestamp: number, format: some }, { url, fallback: some }),
  emoji: inline({ name: some }, { unicode: some, url }),
  team: inline({ team_id: some }),
  user: inline({ user_id: some }),
  usergroup: inline({ usergroup_id: some }),
};

const border = oneOf(0, 1);
const inlines = list(typed(inlineShapes));
const section: Shape = { required: { elements: inlines } };

/** A `rich_text` object, as a block and as a table's cell (Slack: Block Kit, rich text block). */
export const richTextShape: Shape = {
  required: {
    elements: list(
      typed({
        rich_text_section: section,
        rich_text_list: {
          required: {
            elements: list(typed({ rich_text_section: section }), { min: 1 }),
            style: oneOf('bullet', 'ordered'),
          },
          // Slack: Block Kit, rich text list: 0 to 8 levels deep.
          optional: { indent: integer({ min: 0, max: 8 }), border },
        },
        rich_text_quote: { required: { elements: inlines }, optional: { border } },
        rich_text_preformatted: { required: { elements: list(typed({ text, link })) }, optional: { border } },
      }),
      { min: 1 },
    ),
  },
};

/** The characters that a rich text shows, for limits that count them. */
export function richTextLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + richTextLength(each), 0);
  if (typeof value !== 'object' || value === null) return 0;
  const shown = 'text' in value && typeof value.text === 'string' ? value.text.length : 0;
  return shown + ('elements' in value ? richTextLength(value.elements) : 0);
}

import { inputShapes } from './inputs.ts';
import { selectShapes } from './selects.ts';
import { exactlyOne, object, oneOf, pick, type Shape, string, url } from './shape.ts';
import { confirm, plainText } from './texts.ts';

/** Slack's surfaces: where blocks are shown. */
export type Surface = 'message' | 'modal' | 'home';

/** What an image block and an image element share (Slack: Block Kit, image block). */
export const imageShape: Shape = {
  required: { alt_text: string({ min: 1, max: 2000 }) },
  optional: {
    image_url: url,
    slack_file: object({
      required: {},
      optional: { id: string({ min: 1 }), url },
      rules: [exactlyOne('id', 'url')],
    }),
  },
  rules: [exactlyOne('image_url', 'slack_file')],
};

/** A button's limits (Slack: Block Kit, button element). */
const button: Shape = {
  required: { text: plainText(75) },
  optional: {
    action_id: string({ min: 1, max: 255 }),
    value: string({ max: 2000 }),
    url,
    style: oneOf('primary', 'danger'),
    accessibility_label: string({ min: 1, max: 75 }),
    confirm,
  },
};

const elementShapes: Record<string, Shape> = { ...selectShapes, ...inputShapes, button, image: imageShape };

const SELECTS = [
  'static_select',
  'multi_static_select',
  'external_select',
  'multi_external_select',
  'users_select',
  'conversations_select',
] as const;
const CHOICES = ['checkboxes', 'radio_buttons', 'datepicker'] as const;
const TYPED = ['plain_text_input', 'email_text_input', 'url_text_input', 'number_input'] as const;

/** Elements that may stand beside a section's text. */
export const accessoryShapes = pick(elementShapes, ['button', 'overflow', 'image', ...SELECTS, ...CHOICES]);

/** Elements that may stand in an actions block. */
export const actionShapes = pick(elementShapes, ['button', 'overflow', ...SELECTS, ...CHOICES]);

/** Elements that may stand in an input block; a file can be asked for in a modal only. */
export function inputElementShapes(surface: Surface): Record<string, Shape> {
  const everywhere = [...TYPED, ...SELECTS, ...CHOICES];
  return pick(elementShapes, surface === 'modal' ? [...everywhere, 'file_input'] : everywhere);
}

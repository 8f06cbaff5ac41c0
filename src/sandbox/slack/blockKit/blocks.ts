import { accessoryShapes, actionShapes, imageShape, inputElementShapes, type Surface } from './elements.ts';
import { richTextShape } from './richText.ts';
import { boolean, type Check, isObject, list, pointer, problem, type Shape, string, typed } from './shape.ts';
import { tableShape } from './table.ts';
import { anyText, plainText, textShapes } from './texts.ts';

/** Longest text of a markdown block, and of all of them in a message (Slack: Block Kit, markdown block). */
export const MARKDOWN_MAX = 12_000;

function textOrFields(section: Record<string, unknown>, at: string): string[] {
  if (Object.hasOwn(section, 'text') || Object.hasOwn(section, 'fields')) return [];
  return [problem('text or fields must be specified', at)];
}

/** A response URL comes only with a submitted modal (Slack: Block Kit, conversations select). */
function responseUrlIn(surface: Surface) {
  return (block: Record<string, unknown>, at: string): string[] => {
    if (surface === 'modal' && block.type === 'input') return [];
    const elements = Array.isArray(block.elements) ? block.elements : [];
    return [block.element, block.accessory, ...elements].some(
      (element) => isObject(element) && Object.hasOwn(element, 'response_url_enabled'),
    )
      ? [problem('response_url_enabled is for input blocks in modals', at)]
      : [];
  };
}

/** Limits are those of Slack's Block Kit reference, block by block. */
function blockShapes(surface: Surface): Record<string, Shape> {
  const everywhere: Record<string, Shape> = {
    section: {
      required: {},
      optional: {
        text: anyText(),
        fields: list(anyText(2000), { min: 1, max: 10 }),
        accessory: typed(accessoryShapes),
        expand: boolean,
      },
      rules: [textOrFields, responseUrlIn(surface)],
    },
    header: { required: { text: plainText(150) } },
    divider: { required: {} },
    context: {
      required: { elements: list(typed({ ...textShapes(), image: imageShape }), { min: 1, max: 10 }) },
    },
    actions: {
      required: { elements: list(typed(actionShapes), { min: 1, max: 25 }) },
      rules: [responseUrlIn(surface)],
    },
    input: {
      required: { label: plainText(2000), element: typed(inputElementShapes(surface)) },
      optional: { hint: plainText(2000), optional: boolean, dispatch_action: boolean },
      rules: [responseUrlIn(surface)],
    },
    image: { ...imageShape, optional: { ...imageShape.optional, title: plainText(2000) } },
    rich_text: richTextShape,
  };
  if (surface !== 'message') return everywhere;
  return {
    ...everywhere,
    table: tableShape,
    markdown: { required: { text: string({ min: 1, max: MARKDOWN_MAX }) } },
  };
}

function withBlockId(shape: Shape): Shape {
  return { ...shape, optional: { ...shape.optional, block_id: string({ min: 1, max: 255 }) } };
}

/** Blocks that Slack has, but not on this surface: said as such, which helps more than an unknown type. */
const MESSAGES_ONLY = ['table', 'markdown'];

/** The check of one block on a surface. */
export function blockOn(surface: Surface): Check {
  const shapes = blockShapes(surface);
  const check = typed(
    Object.fromEntries(Object.entries(shapes).map(([type, shape]) => [type, withBlockId(shape)])),
  );
  return (block, at) => {
    const type = isObject(block) ? block.type : undefined;
    if (surface !== 'message' && MESSAGES_ONLY.some((only) => only === type)) {
      return [problem(`${String(type)} is not allowed in a ${surface}`, pointer(at, 'type'))];
    }
    return check(block, at);
  };
}

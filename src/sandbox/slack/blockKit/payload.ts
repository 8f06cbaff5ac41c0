import { MARKDOWN_MAX } from './blocks.ts';
import { isObject, pointer, problem } from './shape.ts';

interface Placed {
  value: Record<string, unknown>;
  at: string;
}

/** The objects of a list with their pointers; none when it is no list. */
function placed(values: unknown, at: string): Placed[] {
  if (!Array.isArray(values)) return [];
  return values.flatMap((value, index) => (isObject(value) ? [{ value, at: pointer(at, index) }] : []));
}

function elementsOf({ value: block, at }: Placed): Placed[] {
  const alone = ['accessory', 'element'].flatMap((key) => {
    const element = block[key];
    return isObject(element) ? [{ value: element, at: pointer(at, key) }] : [];
  });
  return [...alone, ...placed(block.elements, pointer(at, 'elements'))];
}

function repeated(all: readonly Placed[], key: 'block_id' | 'action_id'): string[] {
  const seen = new Set<string>();
  return all.flatMap(({ value, at }) => {
    const id = value[key];
    if (typeof id !== 'string') return [];
    if (seen.has(id)) return [problem(`${key} ${id} already exists`, pointer(at, key))];
    seen.add(id);
    return [];
  });
}

/**
 * What holds for a payload's blocks together: a `block_id` stands once in the payload and an `action_id` once
 * in its block, one element has the focus, there is one table, and the markdown blocks share one limit.
 */
export function checkTogether(blocks: unknown, at: string): string[] {
  const all = placed(blocks, at);
  const tables = all.filter(({ value }) => value.type === 'table');
  const focused = all.flatMap(elementsOf).filter(({ value }) => value.focus_on_load === true);
  const markdown = all
    .filter(({ value }) => value.type === 'markdown')
    .reduce((sum, { value }) => sum + (typeof value.text === 'string' ? value.text.length : 0), 0);
  return [
    ...repeated(all, 'block_id'),
    ...all.flatMap((block) => repeated(elementsOf(block), 'action_id')),
    ...tables.slice(1).map((table) => problem('only one table is allowed in a message', table.at)),
    ...focused.slice(1).map((each) => problem('only one element can have focus_on_load', each.at)),
    ...(markdown > MARKDOWN_MAX
      ? [problem(`must be less than ${MARKDOWN_MAX + 1} characters in all markdown blocks`, at)]
      : []),
  ];
}

/** Data for a card: strings to show, booleans for `$when`, lists and objects for `$data`. */
export type CardData = { readonly [name: string]: string | boolean | CardData | readonly CardData[] };

/** A card after binding, ready to send. */
export type Card = { readonly [name: string]: unknown };

const PATH = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;

/**
 * Fills a card template: a strict subset of the Adaptive Cards template language (`${path}` in strings,
 * `$data: "${path}"`, `$when: "${path}"`), so that the same file opens in the Designer. What is filled in is
 * never read as a template again.
 *
 * @throws Error for a path without data, for data of the wrong type and for any other expression: a card with a
 * hole in it must not reach a person
 */
export function bindCard(template: unknown, data: CardData): Card {
  const card = bind(template, data, 'card');
  if (typeof card !== 'object' || card === null || Array.isArray(card)) {
    throw new Error('A card template is a JSON object.');
  }
  return card as Card;
}

function bind(node: unknown, data: CardData, where: string): unknown {
  if (typeof node === 'string') return bindText(node, data, where);
  if (Array.isArray(node)) return node.flatMap((item, index) => bindItem(item, data, `${where}[${index}]`));
  if (typeof node !== 'object' || node === null) return node;
  const { $data, $when, ...rest } = node as Record<string, unknown>;
  if ($when !== undefined) throw new Error(`${where}: $when stands only on an item of a list.`);
  const scope = $data === undefined ? data : readScope($data, data, where);
  if (Array.isArray(scope)) throw new Error(`${where}: a list in $data repeats only an item of a list.`);
  return bindProperties(rest, scope as CardData, where);
}

function bindProperties(node: Record<string, unknown>, data: CardData, where: string): Card {
  return Object.fromEntries(
    Object.entries(node).map(([name, value]) => [name, bind(value, data, `${where}.${name}`)]),
  );
}

/** An item of a list: none, one or many, by its $data and $when. */
function bindItem(item: unknown, data: CardData, where: string): unknown[] {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return [bind(item, data, where)];
  const { $data, $when, ...rest } = item as Record<string, unknown>;
  const scope = $data === undefined ? data : readScope($data, data, where);
  const scopes: readonly CardData[] = Array.isArray(scope) ? scope : [scope as CardData];
  return scopes
    .filter((each) => $when === undefined || readCondition($when, each, where))
    .map((each) => bindProperties(rest, each, where));
}

function bindText(text: string, data: CardData, where: string): string {
  let bound = '';
  let from = 0;
  for (;;) {
    const open = text.indexOf('${', from);
    const close = open < 0 ? -1 : text.indexOf('}', open);
    if (close < 0) return bound + text.slice(from);
    const path = text.slice(open + 2, close);
    const value = read(path, data, where);
    if (typeof value !== 'string') throw new Error(`${where}: \${${path}} is not text.`);
    bound += text.slice(from, open) + value;
    from = close + 1;
  }
}

function readScope(expression: unknown, data: CardData, where: string): CardData | readonly CardData[] {
  const value = readWhole(expression, data, where);
  if (typeof value !== 'object')
    throw new Error(`${where}: $data ${String(expression)} is not a list or object.`);
  return value;
}

function readCondition(expression: unknown, data: CardData, where: string): boolean {
  const value = readWhole(expression, data, where);
  if (typeof value !== 'boolean')
    throw new Error(`${where}: $when ${String(expression)} is not true or false.`);
  return value;
}

function readWhole(expression: unknown, data: CardData, where: string): CardData[string] {
  const path = typeof expression === 'string' ? /^\$\{([^}]*)\}$/.exec(expression)?.[1] : undefined;
  if (path === undefined) throw new Error(`${where}: ${String(expression)} is not one \${path}.`);
  return read(path, data, where);
}

function read(path: string, data: CardData, where: string): CardData[string] {
  if (!PATH.test(path)) throw new Error(`${where}: \${${path}} is more than a path.`);
  let value: CardData[string] = data;
  for (const name of path.split('.')) {
    const next: CardData[string] | undefined =
      typeof value === 'object' && !Array.isArray(value) && Object.hasOwn(value, name)
        ? (value as CardData)[name]
        : undefined;
    if (next === undefined) throw new Error(`${where}: there is no data for \${${path}}.`);
    value = next;
  }
  return value;
}

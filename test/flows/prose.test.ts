import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor } from 'oxc-parser';
import { describe, expect, it } from 'vitest';

const src = fileURLToPath(new URL('../../src/', import.meta.url));

/** Rooms that speak; each folder in them has one `words.ts` (or a folder `words/`, by language) that holds all it says. */
const SPEAKING = ['flows', 'service', 'roster'];

/** Where words stand that files have, not ours: what their columns are called, in many languages. What is said there is in `words.ts`, too. */
const OF_FILES: readonly string[] = ['roster/columns', 'roster/write'];

/** A word between blanks, with whatever marks it has around it; keys, addresses and style sheets are none. */
const WORD = /^[^\p{L}\p{N}]*\p{L}[\p{L}'’-]*[^\p{L}\p{N}]*$/u;

function isProse(text: string): boolean {
  const words = text
    .replace(/<[^>]*>/g, ' ')
    .split(/\s+/)
    .filter((part) => WORD.test(part));
  return words.length >= 2;
}

/** No one says these in a product, or the glossary of src/README.md has another word for the same thing. */
const UNSAID =
  /\b(somebody|everybody|nobody|whoever|whom|anew|mail address(es)?|by now|just now|of before|UPN|SKU|cannot|(is|are|was|were|do|does|did|has|have|had|can|could|will|would|should) not)\b/i;

/** The strings and templates of a file, with where they begin. */
function readTexts(text: string): { start: number; said: string }[] {
  const found: { start: number; said: string }[] = [];
  new Visitor({
    Literal({ start, value }) {
      if (typeof value === 'string') found.push({ start, said: value });
    },
    TemplateLiteral({ start, quasis }) {
      found.push({ start, said: quasis.map(({ value }) => value.raw).join('…') });
    },
  }).visit(parseSync('words.ts', text).program);
  return found;
}

/** Two words and more in a string or template. What only developers read (types, errors of our own, the log) is no prose. */
function findProse(name: string, text: string): string[] {
  const unread: { start: number; end: number }[] = [];
  new Visitor({
    TSLiteralType: (node) => unread.push(node),
    ImportDeclaration: (node) => unread.push(node),
    NewExpression(node) {
      if ('name' in node.callee && node.callee.name === 'Error') unread.push(node);
    },
    CallExpression(node) {
      const { callee } = node;
      // A list of words to recognize.
      const isList =
        callee.type === 'MemberExpression' && 'name' in callee.property && callee.property.name === 'split';
      if (isList) unread.push(callee.object);
      const isLog = 'object' in callee && 'name' in callee.object && callee.object.name === 'log';
      if (isLog) unread.push(node);
    },
  }).visit(parseSync(name, text).program);
  return readTexts(text)
    .filter(({ said }) => isProse(said))
    .filter(({ start }) => !unread.some((node) => node.start <= start && start < node.end))
    .map(({ start, said }) => `${name}:${text.slice(0, start).split('\n').length} ${said}`);
}

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === 'words' ? [] : sources(path);
    return name.endsWith('.ts') && name !== 'words.ts' ? [path] : [];
  });
}

/** `flows/approvals`; `flows` for the files beside the folders. */
function folderOf(path: string): string {
  const [room = '', folder = '', ...rest] = path.split('/');
  return rest.length === 0 ? room : `${room}/${folder}`;
}

const proseOf = new Map<string, string[]>();
for (const file of SPEAKING.flatMap((room) => sources(join(src, room)))) {
  const name = relative(src, file);
  const folder = folderOf(name);
  const found = findProse(name, readFileSync(file, 'utf8'));
  proseOf.set(folder, [...(proseOf.get(folder) ?? []), ...found]);
}

describe('what people read stands in words.ts, one for each conversation:', () => {
  const folders = [...proseOf.keys()];
  const ours = folders.filter((folder) => !OF_FILES.includes(folder));

  it.each(ours)('%s has no sentence between its code', (folder) => {
    expect(proseOf.get(folder)).toEqual([]);
  });

  it.each(folders)('%s says it in the words of the glossary', (folder) => {
    const catalog = join(src, folder, 'words');
    const parts = existsSync(catalog) ? readdirSync(catalog).map((name) => join(catalog, name)) : [];
    const files = [join(src, folder, 'words.ts'), ...parts].filter((file) => existsSync(file));
    const texts = files.flatMap((file) => readTexts(readFileSync(file, 'utf8')));
    expect(texts.map(({ said }) => said).filter((said) => UNSAID.test(said))).toEqual([]);
  });
});

describe('what the other rooms say is said in the words of the glossary too:', () => {
  it.each(['domain', 'graph', 'mail', 'slack', 'teams', 'web'])('%s', (room) => {
    const said = sources(join(src, room)).flatMap((file) =>
      findProse(relative(src, file), readFileSync(file, 'utf8')),
    );
    expect(said.length).toBeGreaterThan(5);
    expect(said.filter((one) => UNSAID.test(one))).toEqual([]);
  });

  it.each([
    'Nobody was deleted.',
    'Ask whoever runs it.',
    'Give one mail address.',
    'It was not changed.',
    'It cannot be undone.',
  ])('not: %s', (said) => {
    expect(said).toMatch(UNSAID);
  });

  it.each(['No one was deleted.', "It wasn't changed, and can't be.", 'They may not decide this.'])(
    'but: %s',
    (said) => {
      expect(said).not.toMatch(UNSAID);
    },
  );
});

describe('a sentence between the code', () => {
  it.each([
    ["const title = 'Nothing was done.';", 'in a string'],
    ['const next = `Ask ${name} to do it.`;', 'in a template'],
    ["throw new RollcallError('NOT_YET', 'This has begun.');", 'in a refusal'],
    ["const label = isPlan ? 'Leave out' : 'Change';", 'in a label'],
    ["const html = '<p>Not yet</p>';", 'in markup'],
  ])('is found: %s (%s)', (code) => {
    expect(findProse('a.ts', code)).toHaveLength(1);
  });

  it.each([
    ["type About = 'new people' | 'others of them';", 'a type'],
    ["throw new Error('Nothing is sent any more.');", 'an error for developers'],
    ["log.warn({ err }, 'the mail was not sent');", 'the log'],
    ["const style = 'margin:0 0 12px;border:1px solid #d0d0d0';", 'a style sheet'],
    ['const id = `${draft} ${index}`;', 'ids in a button'],
    ['const name = `rollcall-${kind}.csv`;', 'the name of a file'],
    ['const pattern = /one and two/;', 'a pattern'],
    ["const known = new Set('yes no maybe'.split(' '));", 'a list of words to recognize'],
  ])('is not: %s (%s)', (code) => {
    expect(findProse('a.ts', code)).toEqual([]);
  });
});

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor } from 'oxc-parser';
import { check } from 'recheck';
import { describe, expect, it } from 'vitest';

const src = fileURLToPath(new URL('../src/', import.meta.url));

/** These compile the patterns of our own cards, as the client of Teams does. */
const COMPILES_CARDS = ['sandbox/teams/cards/checkCard.ts', 'sandbox/teams/person/forms.ts'];

/**
 * Ours: the slowest takes a tenth of it on an idle machine, where recheck has no program for the platform and runs as
 * JavaScript. What is not told by then counts as bad.
 */
const TOLD_WITHIN_MS = 120_000;

interface Pattern {
  where: string;
  source: string;
  flags: string;
}

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return name.endsWith('.ts') ? [path] : [];
  });
}

/** The regular expressions in a file, and the places where one is made of something that is not known before it runs. */
function readPatterns(name: string, text: string): { literal: Pattern[]; made: string[] } {
  const literal: Pattern[] = [];
  const made: string[] = [];
  const whereOf = (start: number) => `${name}:${text.slice(0, start).split('\n').length}`;
  const constants: string[] = [];
  const noteMade = (node: { callee: object; start: number; end: number }) => {
    if (!('name' in node.callee && node.callee.name === 'RegExp')) return;
    try {
      // Out of the strings that the file itself names.
      const { source, flags } = new Function(
        `${constants.join('\n')}\nreturn ${text.slice(node.start, node.end)}`,
      )();
      literal.push({ where: whereOf(node.start), source, flags });
    } catch {
      made.push(whereOf(node.start));
    }
  };
  new Visitor({
    Literal(node) {
      if (!('regex' in node)) return;
      const { pattern, flags } = node.regex;
      literal.push({ where: whereOf(node.start), source: pattern, flags });
    },
    VariableDeclarator({ id, init }) {
      if (id.type !== 'Identifier' || init == null) return;
      const isText =
        init.type === 'TemplateLiteral' || (init.type === 'Literal' && typeof init.value === 'string');
      if (isText) constants.push(`var ${id.name} = ${text.slice(init.start, init.end)};`);
    },
    NewExpression: noteMade,
    CallExpression: noteMade,
  }).visit(parseSync(name, text).program);
  return { literal, made };
}

/** Without a repetition that has no end, the text's length does not matter. */
function mayRepeat({ source }: Pattern): boolean {
  return /[*+]|\{\d+,\}/.test(source);
}

/** `safe`; anything else, `unknown` as well, takes more than a time that grows with the text's length. */
async function judge({ source, flags }: Pattern): Promise<string> {
  const { status } = await check(source, flags, { timeout: TOLD_WITHIN_MS });
  return status;
}

const files = sources(src).map((file) => readPatterns(relative(src, file), readFileSync(file, 'utf8')));
const patterns = new Map(
  files
    .flatMap(({ literal }) => literal)
    .filter(mayRepeat)
    .map((pattern) => [`/${pattern.source}/${pattern.flags}`, pattern]),
);

describe('D3: a regular expression of the source', () => {
  it('is a literal, or made of texts in its own file, so that it can be looked at here', () => {
    expect(patterns.size).toBeGreaterThan(100);
    const made = files.flatMap((file) => file.made);
    expect(made.filter((where) => !COMPILES_CARDS.some((name) => where.startsWith(`${name}:`)))).toEqual([]);
  });

  it.each([...patterns].map(([text, pattern]) => ({ ...pattern, text })))(
    'takes a time that grows no faster than the text: $text in $where',
    // An attack counts by the time that it takes, so a busy machine may see one that is none.
    { retry: 2, timeout: TOLD_WITHIN_MS + 10_000 },
    async (pattern) => {
      expect(await judge(pattern)).toBe('safe');
    },
  );

  it.each(['^\\.+|\\.+$', '\\([^)]*\\)', '^\\S+@\\S+$', '<at[^>]*>.*?<\\/at>', '^(a|a)*$'])(
    'would be noticed: /%s/',
    async (source) => {
      expect(await judge({ where: '', source, flags: 'g' })).not.toBe('safe');
    },
    TOLD_WITHIN_MS,
  );

  it('is found in a file, also one that is made of texts, and one that is made of others is told', () => {
    const lines = [
      'const a: RegExp = /x+/g;',
      "const y = 'y';",
      "const b = new RegExp([y + '*', 'z'].join('|'), 'i');",
      "new RegExp(typed + '*');",
      'RegExp(typed);',
    ];
    expect(readPatterns('a.ts', lines.join('\n'))).toEqual({
      literal: [
        { where: 'a.ts:1', source: 'x+', flags: 'g' },
        { where: 'a.ts:3', source: 'y*|z', flags: 'i' },
      ],
      made: ['a.ts:4', 'a.ts:5'],
    });
  });
});

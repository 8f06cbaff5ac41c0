import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { cleanFields } from '../../src/run/logging/logFields.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = readFileSync(join(root, 'manifests/logs.md'), 'utf8');

/** Those whose name is a constant or chosen at the call, with the file where they are. */
const CHOSEN: Readonly<Record<string, string>> = {
  'graph.answered': 'graph/client/exchange.ts',
  'rollcall.paused': 'service/door/brake.ts',
  'rollcall.went_on': 'service/door/brake.ts',
  'policy.changed': 'run/policy/followPolicy.ts',
  'policy.changed_while_stopped': 'run/policy/followPolicy.ts',
  'rollcall.lost_data_folder': 'run/fence.ts',
  'rollcall.lost_database': 'run/openState.ts',
  'rollcall.notStarted': 'main.ts',
  'rollcall.crashed': 'run/fatalErrors.ts',
  'library.said': 'run/fatalErrors.ts',
};
/** What stands in the place of a `${…}`. */
const FILLED: Readonly<Record<string, readonly string[]>> = {
  platform: ['slack', 'teams'],
  'result.kind': ['lost', 'unsent'],
};

/** The last argument of each call of a log. */
function eventsIn(text: string): string[] {
  const found: string[] = [];
  for (const { index, 0: begin } of text.matchAll(/\blog\s*\.\s*(?:debug|info|warn|error)\(/g)) {
    let depth = 1;
    let at = index + begin.length;
    for (; depth > 0 && at < text.length; at += 1) {
      if ('([{'.includes(text[at] ?? ' ')) depth += 1;
      if (')]}'.includes(text[at] ?? ' ')) depth -= 1;
    }
    const event = /,\s*(['`])([\w.${}]+)\1,?\s*$/.exec(text.slice(index + begin.length, at - 1))?.[2];
    if (event !== undefined) found.push(event);
  }
  return found;
}

function fill(event: string): string[] {
  const [, before = '', name = '', after = ''] = /^(.*)\$\{([\w.]+)\}(.*)$/.exec(event) ?? [];
  return name === '' ? [event] : (FILLED[name] ?? ['?']).map((one) => `${before}${one}${after}`);
}

/** What the log's callers name in a call, at any depth. */
function fieldsIn(text: string): string[] {
  return [...text.matchAll(/\blog\s*\.\s*(?:debug|info|warn|error)\(\s*\{([^;]*?)\},\s*['`]/g)].flatMap(
    ([, fields = '']) =>
      [...fields.matchAll(/(?:^|[{,])\s*(\w+)\s*(?=[:,}]|$)/g)].map(([, name = '']) => name),
  );
}

const OTHERS = ['sandbox', 'operate'];
const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !OTHERS.includes(name.split('/')[0] ?? ''),
);
const written = new Set(
  files.flatMap((name) => eventsIn(readFileSync(join(root, 'src', name), 'utf8')).flatMap(fill)),
);
const explained = [...page.matchAll(/^\| (`.*) \|/gm)].flatMap(([, cell = '']) =>
  [...(cell.split(' | ')[0] ?? '').matchAll(/`([\w.]+)`/g)].map(([, event = '']) => event),
);

describe('the page of what the log says', () => {
  it('explains each event that the source writes, once, and no other', () => {
    expect(written.size).toBeGreaterThan(100);
    const all = [...new Set([...written, ...Object.keys(CHOSEN)])].sort();
    expect([...explained].sort()).toEqual(all);
  });

  it('has no field that is never shown', () => {
    const named = new Set(files.flatMap((name) => fieldsIn(readFileSync(join(root, 'src', name), 'utf8'))));
    expect(named.size).toBeGreaterThan(50);
    const hidden = [...named].filter(
      (name) => !Object.values(cleanFields({ [name]: 'plain' })).includes('plain'),
    );
    expect(hidden).toEqual([]);
  });

  it.each(Object.entries(CHOSEN))('%s is in %s', (event, file) => {
    const text = readFileSync(join(root, 'src', file), 'utf8');
    expect(text.includes(`'${event}'`)).toBe(true);
  });
});

interface Token {
  kind: 'value' | 'mark' | 'comment' | 'other';
  text: string;
  at: number;
}

/** Texts, numbers and words; the marks between them; comments, which JSON has none of; and whatever else stands there. */
const TOKEN =
  /(?<value>"(?:[^"\\\n]|\\.)*"|-?\d[\d.eE+-]*|true\b|false\b|null\b)|(?<mark>[{}[\],:])|(?<comment>\/[/*])|(?<other>\S)/gu;

const CLOSES: Readonly<Record<string, string>> = { '}': '{', ']': '[' };

function place(text: string, at: number): string {
  const before = text.slice(0, at).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

function readTokens(text: string): Token[] {
  return [...text.matchAll(TOKEN)].map(({ index, groups = {}, 0: found }) => {
    const kind = (['value', 'mark', 'comment'] as const).find((one) => groups[one] !== undefined);
    return { kind: kind ?? 'other', text: found, at: index };
  });
}

function isOpening({ text }: Token): boolean {
  return text === '{' || text === '[';
}

function endsValue({ kind, text }: Token): boolean {
  return kind === 'value' || text === '}' || text === ']';
}

/** What is wrong with a token that no JSON has, or that cannot follow the one before. */
function judge(token: Token, before: Token | undefined, open: readonly Token[]): [Token, string] | undefined {
  if (token.kind === 'comment') return [token, 'JSON has no comments. Take it away'];
  if (token.kind === 'other') {
    if (/^["'“”„‘’«»]$/u.test(token.text)) {
      return [token, 'a text begins and ends with a plain double quote (") on one line. Write it so'];
    }
    return [token, `"${token.text}" can't stand here. Put texts and keys in double quotes`];
  }
  if (before?.text === ',' && (token.text in CLOSES || token.text === ',')) {
    return [before, 'this comma has nothing behind it. Take it away'];
  }
  if (before !== undefined && endsValue(before) && (token.kind === 'value' || isOpening(token))) {
    return [token, open.length === 0 ? 'there is more behind the end' : 'a comma is missing before this'];
  }
  if (token.text in CLOSES && open.at(-1)?.text !== CLOSES[token.text]) {
    return [token, `"${token.text}" closes nothing that is open here`];
  }
  return undefined;
}

/**
 * The likeliest reason why a text is not JSON, with its place: `line 4, column 12: this comma has nothing behind it.
 * Take it away`. Undefined where nothing stands out. Never repeats more of the text than one character.
 */
export function findJsonFault(text: string): string | undefined {
  const open: Token[] = [];
  let before: Token | undefined;
  for (const token of readTokens(text)) {
    const fault = judge(token, before, open);
    if (fault !== undefined) return `${place(text, fault[0].at)}: ${fault[1]}`;
    if (isOpening(token)) open.push(token);
    if (token.text in CLOSES) open.pop();
    before = token;
  }
  if (before === undefined) return 'it is empty';
  const left = open.at(-1);
  return left === undefined ? undefined : `${place(text, left.at)}: what begins here is never closed`;
}

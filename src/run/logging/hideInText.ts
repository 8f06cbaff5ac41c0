/** What one pattern alone would look for over and over again in a hostile text. Each of these reads a text once. */

/** In lower case. */
const SECRET_NAMES = ['password', 'passwd', 'secret', 'token', 'authorization'];
/** As much of a name as is looked at, and as many blanks between it and its value. */
const LONGEST_NAME = 60;
const VALUE = /\s*("[^"]*"|'[^']*'|[^\s,;&}]+)/y;

function isSecretName(before: string): boolean {
  const name =
    before
      .trimEnd()
      .replace(/["']$/, '')
      .split(/[^\w.-]/)
      .at(-1) ?? '';
  return SECRET_NAMES.some((secret) => name.toLowerCase().includes(secret));
}

/** `password: x`, `"client_secret":"x"`, `token=x` without their values. */
export function hideNamedValues(text: string): string {
  let kept = '';
  let from = 0;
  for (const { index } of text.matchAll(/[:=]/g)) {
    if (index < from || !isSecretName(text.slice(Math.max(from, index - LONGEST_NAME), index))) continue;
    VALUE.lastIndex = index + 1;
    if (!VALUE.test(text)) continue;
    const blanks = text.slice(index + 1, VALUE.lastIndex).search(/\S/);
    kept += `${text.slice(from, index + 1 + blanks)}[redacted]`;
    from = VALUE.lastIndex;
  }
  return kept + text.slice(from);
}

const BEGIN = '-----BEGIN';
const END = /-----END[^-]*-----/g;

/** PEM blocks, also those that were cut off. */
export function hideKeys(text: string): string {
  const [before = '', ...blocks] = text.split(BEGIN);
  const after = blocks.map((block) => {
    END.lastIndex = 0;
    return END.test(block) ? `[redacted]${block.slice(END.lastIndex)}` : '[redacted]';
  });
  return [before, ...after].join('');
}

/** Words that hold a mail address. */
export function hideAddresses(text: string): string {
  return text.replace(/[^\s<>"'(),;:=[\]]+/g, (word) => {
    const [name = '', ...hosts] = word.split('@');
    const isAddress = name !== '' && hosts.some((host) => /^[\w-]+\.[\w-]/.test(host));
    return isAddress ? '[address]' : word;
  });
}

import { make, makeLink } from '../dom.ts';

/** Slack: formatting text for apps: these three characters are escaped. */
function readEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

const MARKUP =
  /```(?<block>[^`]+)```|`(?<code>[^`\n]+)`|<(?<link>[^<>\n]+)>|(?<!\w)(?:\*(?!\s)(?<bold>[^*\n]*[^*\s])\*|_(?!\s)(?<italic>[^_\n]*[^_\s])_|~(?!\s)(?<struck>[^~\n]*[^~\s])~)(?!\w)/g;

/** `https://…|words`, `mailto:…|words`, `@U1|words`, `#C1|words`, `!here`. */
function drawLink(inside: string): Node {
  const [target = '', words] = inside.split('|');
  if (/^https?:/.test(target)) return makeLink(readEntities(target), readEntities(words ?? target));
  const shown = words ?? target.replace(/^(?:mailto:|[@#!])/, '');
  const sign = /^[@!]/.test(target) ? '@' : target.startsWith('#') ? '#' : '';
  return document.createTextNode(sign + readEntities(shown));
}

/** Text with Slack's markup, as nodes: what is no markup stays literal, whatever it says. */
export function drawMarkup(text: string): Node[] {
  const nodes: Node[] = [];
  let end = 0;
  const plain = (upTo: number) => {
    if (upTo > end) nodes.push(document.createTextNode(readEntities(text.slice(end, upTo))));
  };
  for (const match of text.matchAll(MARKUP)) {
    const { block, code, link, bold, italic, struck } = match.groups ?? {};
    plain(match.index);
    end = match.index + match[0].length;
    if (block !== undefined) nodes.push(make('pre.code', readEntities(block)));
    else if (code !== undefined) nodes.push(make('code', readEntities(code)));
    else if (link !== undefined) nodes.push(drawLink(link));
    else if (bold !== undefined) nodes.push(make('strong', '', ...drawMarkup(bold)));
    else if (italic !== undefined) nodes.push(make('em', '', ...drawMarkup(italic)));
    else nodes.push(make('s', '', ...drawMarkup(struck ?? '')));
  }
  plain(text.length);
  return nodes;
}

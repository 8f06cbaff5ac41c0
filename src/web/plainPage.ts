import type { ServerResponse } from 'node:http';
import { escapeHtml, writePage } from './pageHtml.ts';
import { STYLE_SOURCE } from './pageStyle.ts';

/** Answers with a page of plain text in English, which nobody keeps. */
export function showPlainPage(
  response: ServerResponse,
  status: number,
  { title, text }: { title: string; text: readonly string[] },
): void {
  const paragraphs = text.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n');
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': `default-src 'none'; style-src ${STYLE_SOURCE}; frame-ancestors 'none'; base-uri 'none'`,
    'X-Robots-Tag': 'noindex',
  });
  response.end(writePage('en', escapeHtml(title), `<h1>${escapeHtml(title)}</h1>\n${paragraphs}`));
}

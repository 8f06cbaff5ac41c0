import { createHash } from 'node:crypto';
import { request as rawRequest } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CLOUDS } from '../../src/domain/clouds.ts';
import { RollcallError } from '../../src/domain/errors.ts';
import { Secret } from '../../src/secrets/secret.ts';
import type { TakenLink } from '../../src/service/links/links.ts';
import { createWeb, type Web } from '../../src/web/createWeb.ts';
import type { SignInPages } from '../../src/web/pageHtml.ts';
import { mountPasswordPages } from '../../src/web/passwordPages.ts';
import { createTestClock, createTestLog } from '../store/sampleRecords.ts';
import { always } from '../testTurn.ts';

const PASSWORD = 'rivet-Cobalt-49-lamp&<';
const GOOD = 'G'.repeat(43);
const UNKNOWN = 'U'.repeat(43);

const webs: Web[] = [];
afterEach(async () => {
  for (const web of webs.splice(0)) await web.close();
});

function makeLink(count: number): TakenLink {
  return {
    customer: 'Contoso & Co',
    createdBy: 'Omar <b>Haddad</b>',
    people: Array.from({ length: count }, (_, index) => ({
      displayName: index === 0 ? '<script>alert(1)</script>' : `Person ${index}`,
      userPrincipalName: `person${index}@contoso.com`,
      password: new Secret(index === 0 ? PASSWORD : `password-${index}`),
      accountEnabled: index !== 1,
    })),
  };
}

/** The pages over a service that knows one good link. */
async function start(
  link: TakenLink | Error = makeLink(1),
  trustedProxies: readonly string[] = [],
  pages: SignInPages = CLOUDS.global,
) {
  const log = createTestLog();
  const clock = createTestClock();
  const taken: string[] = [];
  const web = createWeb({
    host: '127.0.0.1',
    port: 0,
    turn: always,
    proveWord: String,
    trustedProxies,
    log,
    checks: {},
  });
  webs.push(web);
  mountPasswordPages(web.app, {
    service: {
      links: {
        isOpen: async (token) => token === GOOD && !taken.includes(GOOD),
        async take(token) {
          taken.push(token);
          if (link instanceof Error) throw link;
          const first = token === GOOD && taken.filter((one) => one === GOOD).length === 1;
          return first ? link : undefined;
        },
      },
    },
    clock,
    log,
    signInUrl: pages.signInUrl,
    securityInfoUrl: pages.securityInfoUrl,
  });
  const { port } = await web.listen();
  return { url: `http://127.0.0.1:${port}/p/`, port, taken, log, clock };
}

async function open(url: string): Promise<{ status: number; text: string; headers: Headers }> {
  const response = await fetch(url, { method: 'POST' });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

describe('the page of a one-time link', () => {
  it('asks first: GET and HEAD open nothing, and look the same for every address', async () => {
    const { url, taken } = await start();
    const pages = await Promise.all(
      [GOOD, UNKNOWN, 'x'].map(async (token) => (await fetch(url + token)).text()),
    );
    expect(new Set(pages).size).toBe(1);
    expect(pages[0]).toContain('<form method="post"');
    expect((await fetch(url + GOOD, { method: 'HEAD' })).status).toBe(200);
    expect(taken).toEqual([]);
  });

  it.each([
    ['?lang=de', 'fr', '<html lang="de">', 'Jetzt anzeigen', 'Dieser Link zeigt nichts an'],
    ['?lang=pt', 'fr', '<html lang="pt-BR">', 'Mostrar agora', 'Este link não mostra nada'],
    ['', 'pl, es-MX;q=0.8, de;q=0.5', '<html lang="es">', 'Mostrar ahora', 'Este enlace no muestra nada'],
    ['?lang=xx', 'fr-CA,fr', '<html lang="fr">', 'Afficher maintenant', 'Ce lien n’affiche rien'],
    ['?lang=de&lang=fr', 'pl', '<html lang="en">', 'Show now', 'This link shows nothing'],
    ['', '*', '<html lang="en">', 'Show now', 'This link shows nothing'],
  ])(
    'asks and refuses in the language of the link, else of the browser: %s, %s',
    async (query, accepted, html, button, gone) => {
      const { url } = await start();
      const headers = { 'accept-language': accepted };
      const asked = await Promise.all(
        [GOOD, UNKNOWN].map(async (token) => (await fetch(url + token + query, { headers })).text()),
      );
      expect(asked[0]).toContain(html);
      expect(asked[0]).toContain(button);
      expect(asked[1]).toBe(asked[0]);
      const refused = await fetch(url + UNKNOWN + query, { method: 'POST', headers });
      expect(await refused.text()).toContain(gone);
    },
  );

  it('shows what it shows in the language of whom it is about, whatever the browser asks for', async () => {
    const { url } = await start({ ...makeLink(1), language: 'fr' });
    const headers = { 'accept-language': 'de' };
    const text = await (await fetch(url + GOOD, { method: 'POST', headers })).text();
    expect(text).toContain('<html lang="fr">');
    expect(text).toContain('Premier mot de passe pour &lt;script&gt;');
    expect(text).toContain('Omar &lt;b&gt;Haddad&lt;/b&gt; a créé ce compte chez Contoso &amp; Co.');
  });

  it('shows one password once, with what to do at first sign-in', async () => {
    const { url } = await start();
    const { status, text } = await open(url + GOOD);
    expect(status).toBe(200);
    expect(text).toContain('value="rivet-Cobalt-49-lamp&amp;&lt;"');
    expect(text).toContain('<code>person0<wbr>@contoso.com</code>');
    expect(text).toContain('https://www.office.com');
    expect(text).toContain('asks for a new password');
    expect((await open(url + GOOD)).text).not.toContain('rivet');
  });

  it.each([1, 2])('sends %i people to where their own cloud signs in (G6)', async (count) => {
    const { url } = await start(makeLink(count), [], CLOUDS.usgov);
    const { text } = await open(url + GOOD);
    expect(text).toContain('href="https://portal.office365.us"');
    expect(text).not.toContain('office.com');
  });

  it.each([
    [1, 'usgov'],
    [2, 'usgovdod'],
    [1, 'global'],
  ] as const)(
    'sends %i people with passes to the page of %s where they add a method (G6)',
    async (count, cloud) => {
      const pass = { value: new Secret('+drkzqAD'), until: Date.UTC(2026, 0, 5, 10, 30) };
      const people = makeLink(count).people.map((person) => ({ ...person, pass }));
      const { url } = await start({ ...makeLink(count), people }, [], CLOUDS[cloud]);
      const { text } = await open(url + GOOD);
      expect(text).toContain(`href="${CLOUDS[cloud].securityInfoUrl}"`);
      expect(text.includes('aka.ms')).toBe(cloud === 'global');
    },
  );

  it('shows a Temporary Access Pass with how long it holds, and no password beside it', async () => {
    const [person] = makeLink(1).people;
    if (person === undefined) throw new Error('no person');
    const pass = { value: new Secret('+drkzqAD'), until: Date.UTC(2026, 0, 5, 10, 30) };
    const { url } = await start({ ...makeLink(1), people: [{ ...person, pass }] });
    const { text } = await open(url + GOOD);
    expect(text).toContain('value="+drkzqAD"');
    expect(text).toContain('until <time datetime="2026-01-05T10:30:00.000Z">10:30 AM UTC</time>');
    expect(text).toContain('aka.ms/mysecurityinfo');
    expect(text).not.toContain('rivet');
  });

  it('shows the passes of several people as a table, and the password of whom none could be made for', async () => {
    const people = makeLink(3).people.map((person, index) => ({
      ...person,
      ...(index === 2
        ? {}
        : { pass: { value: new Secret(`+pass-${index}`), until: Date.UTC(2026, 0, 5, 10, 30 + index) } }),
    }));
    const { url } = await start({ ...makeLink(3), people });
    const { text } = await open(url + GOOD);
    expect(text).toContain('Temporary Access Passes for 3 people');
    expect(text).toContain('until <time datetime="2026-01-05T10:30:00.000Z">10:30 AM UTC</time>');
    expect(text).toContain('aka.ms/mysecurityinfo');
    for (const shown of ['+pass-0', '+pass-1', 'password-2']) {
      expect(text).toContain(`<code class="secret">${shown}</code>`);
    }
    expect(text.match(/no pass could be created/g)).toHaveLength(1);
    expect(text).not.toContain('password-1');
  });

  it('shows many people as a table, and marks whose sign-in is blocked', async () => {
    const { url } = await start(makeLink(120));
    const { text } = await open(url + GOOD);
    expect(text.match(/<tr role="row"><th scope="row"/g)).toHaveLength(120);
    expect(text).toContain('<code class="secret">password-119</code>');
    expect(text.match(/sign-in blocked/g)).toHaveLength(1);
  });

  it('shows what people are called, and never as markup', async () => {
    const { url } = await start();
    const { text } = await open(url + GOOD);
    expect(text).not.toContain('<script>alert');
    expect(text).not.toContain('<b>');
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).toContain('Contoso &amp; Co');
  });

  it('answers the same for a link that was used and one that never was', async () => {
    const { url } = await start();
    await open(url + GOOD);
    const answers = [await open(url + GOOD), await open(url + UNKNOWN), await open(`${url}..%2f..%2fetc`)];
    for (const { status, text, headers } of answers) {
      expect(status).toBe(404);
      expect(text).toBe(answers[0]?.text);
      const kept = [...headers].filter(([name]) => name !== 'date');
      expect(kept).toEqual([...(answers[0]?.headers ?? [])].filter(([name]) => name !== 'date'));
    }
  });

  it('takes its time before it says that there is nothing', async () => {
    const { url } = await start();
    const startedAt = performance.now();
    await open(url + UNKNOWN);
    expect(performance.now() - startedAt).toBeGreaterThan(240);
  });

  it('is not cached, framed, indexed, or told to others, and runs nothing but what is its own', async () => {
    const { url } = await start();
    for (const response of [await fetch(url + GOOD), await fetch(url + GOOD, { method: 'POST' })]) {
      const text = await response.text();
      const csp = response.headers.get('content-security-policy') ?? '';
      expect(response.headers.get('cache-control')).toContain('no-store');
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
      expect(response.headers.get('x-robots-tag')).toContain('noindex');
      expect(response.headers.get('x-frame-options')).toBe('DENY');
      expect(response.headers.get('etag')).toBeNull();
      expect(csp).toContain("default-src 'none'");
      expect(csp).toContain("frame-ancestors 'none'");
      expect(csp).not.toContain('unsafe');
      const style = /<style>([\s\S]*?)<\/style>/.exec(text)?.[1] ?? '';
      expect(csp).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
      const scripts = [...text.matchAll(/<script>([\s\S]*?)<\/script>/g)];
      expect(scripts).toHaveLength(response.url.endsWith(GOOD) && text.includes('rivet') ? 1 : 0);
      const allowed = /script-src ([^;]*)/.exec(csp)?.[1];
      for (const [, script = ''] of scripts) {
        expect(allowed).toBe(`'sha256-${createHash('sha256').update(script).digest('base64')}'`);
      }
      expect(text.replaceAll('<script>', '')).not.toMatch(/<script|style="|onclick|<img|<link/);
    }
  });

  it('can be read out: language, landmarks, one heading, a label for each field, headers for each column', async () => {
    const { url } = await start();
    const one = (await open(url + GOOD)).text;
    const many = (await open((await start(makeLink(3))).url + GOOD)).text;
    for (const text of [one, many]) {
      expect(text).toContain('<html lang="en">');
      expect(text.match(/<h1>/g)).toHaveLength(1);
      expect(text.match(/<main>/g)).toHaveLength(1);
    }
    for (const id of one.match(/<input id="(\w+)"/g) ?? []) {
      expect(one).toContain(`<label for="${/"(\w+)"/.exec(id)?.[1]}"`);
    }
    expect(many).toContain('<caption');
    expect(many.match(/<th scope="col"/g)).toHaveLength(3);
  });

  it('shows nothing of an error', async () => {
    const { url, log } = await start(new Error(`disk says ${PASSWORD}`));
    const { status, text } = await open(url + GOOD);
    expect(status).toBe(500);
    expect(text).toContain('Nothing was shown');
    expect(text).not.toContain('disk');
    expect(log.events.map(({ event }) => event)).toEqual(['link.failed']);
  });

  it.each(['NOT_YET', 'POLICY_BEHIND', 'ROLE_UNKNOWN'] as const)(
    'says that the link opens later where it is refused as %s, and logs no error',
    async (code) => {
      const delayed = new RollcallError(code, "It doesn't open right now.", {
        done: "The link wasn't opened.",
        next: 'Open it again later.',
      });
      const { url, log } = await start(delayed);
      const { status, text, headers } = await open(url + GOOD);
      expect(status).toBe(503);
      expect(headers.get('retry-after')).toBe('60');
      expect(text).toContain('Nothing was shown, and your link still works. Open it again later.');
      expect(text).not.toContain('another one');
      expect(log.events).toEqual([]);
    },
  );

  it('never writes its own address to the log', async () => {
    const { url, log } = await start(new Error('broken'));
    await open(url + GOOD);
    await open(`${url}%E0%A4%A${GOOD}`);
    await open(`${url.replace('/p/', '/P/')}%E0%A4%A${GOOD}`);
    expect(log.events.length).toBeGreaterThan(0);
    const logged = JSON.stringify(
      log.events.map(({ event, fields }) => [event, { ...fields, err: undefined }]),
    );
    expect(logged).not.toContain(GOOD);
  });

  it('opens nothing for a body that is not the form', async () => {
    const { url, port, taken } = await start();
    const long = await fetch(url + GOOD, { method: 'POST', body: 'x'.repeat(2_000) });
    expect(long.status).toBe(413);
    const chunked = await new Promise<number>((resolve, reject) => {
      const request = rawRequest({ port, path: `/p/${GOOD}`, method: 'POST' }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      request.on('error', reject);
      request.write('x');
      request.end('y');
    });
    expect(chunked).toBe(413);
    expect(taken).toEqual([]);
  });

  it('lets an address try twenty times, then one more every three seconds', async () => {
    const { url, taken, clock } = await start();
    const statuses = async (count: number) =>
      Promise.all(Array.from({ length: count }, async () => (await open(url + UNKNOWN)).status));
    expect((await statuses(22)).filter((status) => status === 429)).toHaveLength(2);
    expect(taken).toHaveLength(20);
    clock.advance(3_000);
    expect((await statuses(2)).sort()).toEqual([404, 429]);
  });

  it('never limits the page that asks, because it looks nothing up', async () => {
    const { url } = await start();
    for (let index = 0; index < 30; index += 1) expect((await fetch(url + UNKNOWN)).status).toBe(200);
  });
});

describe('D15: tries of wrong links', () => {
  const tryAs = async (url: string, forwarded: string) =>
    (await fetch(url, { method: 'POST', headers: { 'X-Forwarded-For': forwarded } })).status;

  it('do not hold up a link that can be opened, however many there are and whoever they come from', async () => {
    const { url, clock } = await start(makeLink(1), ['127.0.0.1']);
    // What is allowed for all would come back while the tries are made.
    vi.spyOn(clock, 'now').mockReturnValue(Date.now());
    const statuses = await Promise.all(
      Array.from({ length: 260 }, (_, index) => tryAs(url + UNKNOWN, `203.0.${index}.7`)),
    );
    expect(statuses).toContain(429);
    expect(await tryAs(url + UNKNOWN, '198.51.100.7')).toBe(429);
    expect((await open(url + GOOD)).text).toContain('rivet-Cobalt');
  });

  it('are counted together when they only make up for whom they speak', async () => {
    const { url } = await start();
    const statuses = await Promise.all(
      Array.from({ length: 24 }, (_, index) => tryAs(url + UNKNOWN, `203.0.${index}.7`)),
    );
    expect(statuses.filter((status) => status === 429)).toHaveLength(4);
  });

  it('are counted for whom a proxy of the configuration says it speaks', async () => {
    const { url } = await start(makeLink(1), ['127.0.0.0/8']);
    const statuses = await Promise.all(
      Array.from({ length: 24 }, (_, index) => tryAs(url + UNKNOWN, `203.0.${index}.7`)),
    );
    expect(new Set(statuses)).toEqual(new Set([404]));
  });

  it('are counted by /64 for IPv6, however the addresses are written', async () => {
    const { url } = await start(makeLink(1), ['127.0.0.1']);
    const statuses = await Promise.all(
      Array.from({ length: 24 }, (_, index) => tryAs(url + UNKNOWN, `2001:db8::${(index + 1).toString(16)}`)),
    );
    expect(statuses.filter((status) => status === 429)).toHaveLength(4);
    expect(await tryAs(url + UNKNOWN, '2001:db8:0:1::1')).toBe(404);
  });
});

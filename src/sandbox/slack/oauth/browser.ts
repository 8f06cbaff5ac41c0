/** Somebody's browser, on the way through an installation. It keeps cookies, and follows no redirect by itself. */
export interface Browser {
  get(url: string): Promise<{ status: number; html: string; location?: string }>;
}

/** A browser that has been nowhere. */
export function createBrowser(): Browser {
  const cookies = new Map<string, string>();
  return {
    async get(url) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(url, { redirect: 'manual', headers: cookie === '' ? {} : { cookie } });
      for (const set of response.headers.getSetCookie()) {
        const [pair = ''] = set.split(';');
        const at = pair.indexOf('=');
        if (/max-age=0|expires=thu, 01 jan 1970/i.test(set)) cookies.delete(pair.slice(0, at));
        else cookies.set(pair.slice(0, at), pair.slice(at + 1));
      }
      const location = response.headers.get('location');
      return {
        status: response.status,
        html: await response.text(),
        ...(location === null ? {} : { location }),
      };
    },
  };
}

/** From the app's `/slack/install` to the address that Slack sends the browser back to, where somebody allows it there. */
export async function allowIn(browser: Browser, botUrl: string, teamId: string): Promise<string> {
  const { location: page = '' } = await browser.get(`${botUrl}/slack/install`);
  const allow = new URL(page);
  allow.pathname = allow.pathname.replace(/authorize$/, 'allow');
  allow.searchParams.set('team', teamId);
  const { location } = await browser.get(allow.href);
  if (location === undefined) throw new Error(`Slack sent nobody back from ${allow.href}.`);
  return location;
}

/** Adds the app to a workspace, as somebody does who manages apps there. Answers the app's last page. */
export async function addToWorkspace(
  botUrl: string,
  teamId: string,
): Promise<{ status: number; html: string }> {
  const browser = createBrowser();
  return browser.get(await allowIn(browser, botUrl, teamId));
}

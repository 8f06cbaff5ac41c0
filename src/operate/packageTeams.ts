import { mkdirSync, writeFileSync } from 'node:fs';
import { config as loadDotenv } from 'dotenv';
import { trimEndOf } from '../domain/trimEnds.ts';
import { BOT_APP_ID } from '../sandbox/contoso.ts';
import { packageManifest } from '../teams/packageManifest.ts';

/** `npm run package:teams`: writes dist/rollcall-teams.zip from MicrosoftAppId and PUBLIC_URL. */

loadDotenv({ quiet: true });
const appId = process.env.MicrosoftAppId || undefined;
const publicUrl = process.env.PUBLIC_URL || undefined;
if (appId === undefined || publicUrl === undefined) {
  console.warn(
    "MicrosoftAppId or PUBLIC_URL isn't set: this package has the sandbox's values and works nowhere else.",
  );
}
const target = new URL('../../dist/rollcall-teams.zip', import.meta.url);
mkdirSync(new URL('.', target), { recursive: true });
writeFileSync(
  target,
  packageManifest({
    MicrosoftAppId: appId ?? BOT_APP_ID,
    PUBLIC_URL: trimEndOf(publicUrl ?? 'https://rollcall.example', '/'),
  }),
);
console.log('Wrote dist/rollcall-teams.zip. Upload it in Teams: Apps, Manage your apps, Upload an app.');

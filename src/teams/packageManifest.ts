import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';

/** What the manifest's placeholders stand for. */
export interface ManifestValues {
  MicrosoftAppId: string;
  /** Where the bot is reached, without a trailing slash. */
  PUBLIC_URL: string;
}

const folder = new URL('../../manifests/teams/', import.meta.url);

/** The Teams manifest with its placeholders filled in. Throws for a placeholder nobody knows. */
export function fillManifest(values: ManifestValues): string {
  // Microsoft: "Teams app manifest", validDomains: host names, without a port.
  const known: Record<string, string> = { ...values, PUBLIC_HOST: new URL(values.PUBLIC_URL).hostname };
  return readFileSync(new URL('manifest.json', folder), 'utf8').replace(
    /\$\{(\w+)\}/g,
    (all, name: string) => {
      const value = known[name];
      if (value === undefined) throw new Error(`manifest.json: nothing stands for ${all}.`);
      return value;
    },
  );
}

/** The app package: manifest and icons at the root of a zip. Microsoft: Create an app package. */
export function packageManifest(values: ManifestValues): Uint8Array {
  return zipSync({
    'manifest.json': Buffer.from(fillManifest(values)),
    'color.png': readFileSync(new URL('color.png', folder)),
    'outline.png': readFileSync(new URL('outline.png', folder)),
  });
}

import { homedir } from 'node:os';
import path from 'node:path';

/** Where to pull models from and to, as the Hub's own tools are told by the environment. */
export interface HubEnvironment {
  readonly cache: string;
  readonly from: string | undefined;
  readonly token: string | undefined;
  readonly offline: boolean;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** `HF_HUB_CACHE`, `HF_HOME`, `XDG_CACHE_HOME`, `HF_ENDPOINT`, `HF_TOKEN` and `HF_HUB_OFFLINE`; empty ones count as unset. */
export function hubEnvironment(variables: Variables = process.env): HubEnvironment {
  const read = (name: string): string | undefined => variables[name]?.trim() || undefined;
  const caches = read('XDG_CACHE_HOME') ?? path.join(homedir(), '.cache');
  const home = expand(read('HF_HOME')) ?? path.join(caches, 'huggingface');
  return {
    cache: expand(read('HF_HUB_CACHE')) ?? path.join(home, 'hub'),
    from: read('HF_ENDPOINT'),
    token: read('HF_TOKEN'),
    offline: /^(1|on|yes|true)$/i.test(read('HF_HUB_OFFLINE') ?? ''),
  };
}

const expand = (folder: string | undefined): string | undefined => folder?.replace(/^~(?=$|\/)/, homedir());

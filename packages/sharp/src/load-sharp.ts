import { ImageSearchError } from '@imgsearch/core';

/** The module's function. */
export type Sharp = typeof import('sharp').default;

let loading: Promise<Sharp> | undefined;

/**
 * Loads sharp on first use, once.
 * @throws ImageSearchError PROVIDER_UNAVAILABLE where it is not installed or not for this machine
 */
export function loadSharp(): Promise<Sharp> {
  loading ??= import('sharp').then(
    (module) => module.default,
    (cause: unknown) => {
      loading = undefined;
      const missing = (cause as { code?: string }).code === 'ERR_MODULE_NOT_FOUND';
      throw new ImageSearchError({
        code: 'PROVIDER_UNAVAILABLE',
        message: missing
          ? '@imgsearch/sharp needs the package "sharp", which is not installed.'
          : `The package "sharp" could not be loaded: ${cause instanceof Error ? cause.message : cause}`,
        hint: missing
          ? 'Install it: npm install sharp'
          : 'Install it anew on the machine that runs it: its native part differs by system and processor.',
        cause,
      });
    },
  );
  return loading;
}

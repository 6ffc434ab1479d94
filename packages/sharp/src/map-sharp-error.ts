import { type ErrorCode, ImageSearchError } from '@imgsearch/core';

const RULES: readonly [RegExp, ErrorCode, string][] = [
  [
    /exceeds pixel limit/i,
    'IMAGE_TOO_LARGE',
    'Send a smaller picture, or raise `policies.limits.maxPixels`.',
  ],
  // A bound on what strangers send, like those on bytes and pixels: sending it again does not make it cheaper.
  [/timeout/i, 'IMAGE_TOO_LARGE', 'Send a smaller picture, or raise `policies.limits.timeout`.'],
  [
    /out of memory|unable to allocate|cannot allocate/i,
    'OUT_OF_MEMORY',
    'Lower `concurrency`, or send smaller pictures.',
  ],
];

/** What sharp said, as one of ours. Anything not known to be something else is the picture's fault. */
export function mapSharpError(cause: unknown, what: string): ImageSearchError {
  if (ImageSearchError.isInstance(cause)) return cause;
  // libvips appends what each of its layers says.
  const said = (cause instanceof Error ? cause.message : String(cause)).trim().split('\n')[0];
  const [, code, hint] = RULES.find(([pattern]) => pattern.test(said ?? '')) ?? [
    undefined,
    'INVALID_IMAGE' as const,
    'The file is damaged or cut short; send it again, or save it anew with a picture editor.',
  ];
  return new ImageSearchError({ code, message: `${what}: ${said}`, hint, cause });
}

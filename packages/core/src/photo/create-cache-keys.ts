import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { BackgroundRemoval } from '../spec/photo-report.ts';
import type { PictureBox } from '../spec/search.ts';
import { type FingerprintParts, fingerprintOf } from './fingerprint.ts';

/** Key of a picture's description: `content hash:hash of all else that it depends on`, and the part looked at. */
export type CacheKeys = (contentHash: string, mode: BackgroundRemoval, box?: PictureBox) => string;

/**
 * All three parts of the fingerprint, with the call's own background mode in place of the default one; and the limits,
 * which decide what is refused.
 */
export function createCacheKeys(parts: FingerprintParts): CacheKeys {
  const made = new Map<BackgroundRemoval, string>();
  const settingOf = (mode: BackgroundRemoval): string => {
    const policies = { ...parts.policies, backgroundRemoval: mode };
    const { space, category, settings } = fingerprintOf({ ...parts, policies });
    const { maxPixels, maxFrames } = policies.limits;
    return bytesToHex(sha256(utf8ToBytes(JSON.stringify([space, category, settings, maxPixels, maxFrames]))));
  };
  return (contentHash, mode, box) => {
    const setting = made.get(mode) ?? settingOf(mode).slice(0, 32);
    made.set(mode, setting);
    const part = box ? `:${[box.left, box.top, box.width, box.height].join(',')}` : '';
    return `${contentHash}:${setting}${part}`;
  };
}

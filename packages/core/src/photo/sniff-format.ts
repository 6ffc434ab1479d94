/** Formats that are decoded; everything else is refused before a decoder sees it. */
export type ImageFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' | 'tiff';
export const IMAGE_FORMATS: readonly ImageFormat[] = ['jpeg', 'png', 'webp', 'gif', 'avif', 'tiff'];

const text = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to));

/** Brands of an ISO media file: the major one, then the compatible ones. */
function brandsOf(bytes: Uint8Array): string[] {
  const size = Math.min(bytes.length, new DataView(bytes.buffer, bytes.byteOffset).getUint32(0), 256);
  const brands = [text(bytes, 8, 12)];
  for (let at = 16; at + 4 <= size; at += 4) brands.push(text(bytes, at, at + 4));
  return brands;
}

/**
 * Format by the first bytes, whatever name or type the picture came with.
 * @returns one of the formats that are decoded, or a word for people that says what it looks like
 */
export function sniffFormat(
  bytes: Uint8Array,
): { readonly format: ImageFormat } | { readonly looksLike: string } {
  const starts = (prefix: string, at = 0): boolean => text(bytes, at, at + prefix.length) === prefix;
  if (starts('\xff\xd8\xff')) return { format: 'jpeg' };
  if (starts('\x89PNG\r\n\x1a\n')) return { format: 'png' };
  if (starts('RIFF') && starts('WEBP', 8)) return { format: 'webp' };
  if (starts('GIF87a') || starts('GIF89a')) return { format: 'gif' };
  if (starts('II*\0') || starts('MM\0*') || starts('II+\0') || starts('MM\0+')) return { format: 'tiff' };
  if (bytes.length >= 16 && starts('ftyp', 4)) {
    const brands = brandsOf(bytes);
    if (brands.some((brand) => brand === 'avif' || brand === 'avis')) return { format: 'avif' };
    return { looksLike: brands.some((brand) => /^(he[ivm]|mif1|msf1)/.test(brand)) ? 'HEIC' : 'a video' };
  }
  if (starts('BM')) return { looksLike: 'BMP' };
  if (starts('%PDF')) return { looksLike: 'PDF' };
  if (starts('8BPS')) return { looksLike: 'PSD' };
  if (starts('\0\0\x01\0')) return { looksLike: 'ICO' };
  if (starts('\0\0\0\x0cjP') || starts('\xff\x4f\xff\x51')) return { looksLike: 'JPEG 2000' };
  const head = text(bytes, 0, 512).trimStart().toLowerCase();
  if (/^(\ufeff|\xef\xbb\xbf)?<(\?xml|svg|!doctype svg)/.test(head) && head.includes('svg'))
    return { looksLike: 'SVG' };
  if (/^(\xef\xbb\xbf)?<(!doctype html|html)/.test(head)) return { looksLike: 'an HTML page' };
  return { looksLike: 'no known picture format' };
}

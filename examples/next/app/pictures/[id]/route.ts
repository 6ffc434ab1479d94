import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { folders } from '../../../lib/folders.ts';

/** A product's picture, for `next/image`. Only ids of the catalogue's own kind name a file. */
export async function GET(
  _: Request,
  { params }: { readonly params: Promise<{ readonly id: string }> },
): Promise<Response> {
  const { id } = await params;
  if (!/^[\w-]{1,100}$/.test(id)) return new Response(null, { status: 404 });
  try {
    const file = path.join(/* turbopackIgnore: true */ folders().catalogue, 'catalog', 'images', `${id}.jpg`);
    const bytes = new Uint8Array(await readFile(file));
    return new Response(bytes, {
      headers: { 'content-type': 'image/jpeg', 'cache-control': 'public, max-age=3600' },
    });
  } catch {
    return new Response(null, { status: 404 });
  }
}

import { photoFiles } from '../stores/photo-files.ts';

export interface ServingPhotos {
  /** What is indexed. */
  readonly catalogue: readonly string[];
  /** What is asked, each a photo of its own that is not indexed. */
  readonly photos: readonly string[];
}

/** Real photos of clothes where they are there, else whatever stands in for them. */
export async function servingPhotos(catalogue: number, photos: number): Promise<ServingPhotos> {
  const files = await photoFiles();
  const clothes = files.catalogue.filter((file) => file.includes('clothing'));
  const all = clothes.length >= catalogue + photos ? clothes : files.catalogue;
  return { catalogue: all.slice(0, catalogue), photos: all.slice(catalogue, catalogue + photos) };
}

/** Declared once for the pipeline; types filters and metadata and tells the store what to index. */
export type FieldType = 'keyword' | 'keyword[]' | 'number' | 'number[]' | 'date' | 'boolean';
export type Fields = Readonly<Record<string, FieldType>>;

/** Value of a field in metadata. Dates are ISO 8601 strings. */
export interface FieldValues {
  keyword: string;
  'keyword[]': readonly string[];
  number: number;
  'number[]': readonly number[];
  date: string;
  boolean: boolean;
}

/** Whatever JSON holds; declared fields are searchable, the rest is kept. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** Metadata of a product: declared fields with their types, anything else as JSON. */
export type Metadata<F extends Fields = Fields> = {
  readonly [K in keyof F]?: FieldValues[F[K]] | undefined;
} & { readonly [key: string]: JsonValue | undefined };

/** Names the pipeline uses itself. */
export type ReservedField = 'productId' | 'imageId' | 'category';

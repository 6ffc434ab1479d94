import {
  checkQuery,
  type StoreGroup,
  type StoreGroupQuery,
  type StoreHit,
  type StoreQuery,
} from '@imgsearch/core';
import { LIMITS } from './limits.ts';
import type { OpenTable } from './open-table.ts';
import { toOrderedText } from './ordered-text.ts';
import { whereOf } from './read-records.ts';
import { createRowReader, RECORD_COLUMNS, type RowReader } from './record-rows.ts';
import { quote } from './translate-filter.ts';
import { allProbes, EXACT_UP_TO, probesFor } from './vector-index.ts';

/** Fetched beyond what is asked for, to see where ties end. */
const SLACK = 16;
/** How far LanceDB's single-precision distance may be from the cosine computed here. */
const PRECISION = 2e-6;
/** From here on a search looks at everything: some cells of an index are for the nearest few. */
const FEW = 1000;

interface Candidate {
  readonly reader: RowReader;
  readonly row: number;
  readonly id: string;
  readonly similarity: number;
}

const lengthOf = (vector: Float32Array): number => {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return Math.sqrt(sum);
};

/** Cosine in double precision; whatever an index may have rounded, the order of what was found is right. */
function cosine(a: Float32Array, lengthOfA: number, b: Float32Array): number {
  let product = 0;
  for (let at = 0; at < a.length; at++) product += a[at]! * b[at]!;
  return Math.min(1, Math.max(-1, product / (lengthOfA * lengthOf(b))));
}

const byRank = (a: Candidate, b: Candidate): number =>
  b.similarity - a.similarity || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** The nearest records, best first, ties by id; fewer than wanted only where there are no more. */
async function nearest(
  open: OpenTable,
  { vector, minSimilarity = -1 }: StoreQuery,
  where: string | undefined,
  wanted: number,
): Promise<Candidate[]> {
  const { table } = open;
  const rows = await table.countRows();
  const matching = where === undefined || rows <= EXACT_UP_TO ? rows : await table.countRows(where);
  const length = lengthOf(vector);
  for (let limit = wanted + SLACK; ; limit *= 4) {
    const query = table
      .vectorSearch(vector)
      .distanceType('cosine')
      .select([...RECORD_COLUMNS, 'vector', '_distance'])
      .limit(limit);
    if (where !== undefined) query.where(where);
    if (rows <= EXACT_UP_TO) query.bypassVectorIndex();
    else query.nprobes(wanted > FEW ? allProbes(rows) : probesFor(rows, matching));
    const reader = createRowReader(await query.toArrow());
    const found = Array.from({ length: reader.rows }, (_, row): Candidate => {
      const similarity = cosine(vector, length, reader.vector(row));
      return { reader, row, id: reader.text('id', row), similarity };
    }).sort(byRank);
    const [worst, last] = [found[wanted - 1], found.at(-1)];
    const tied = worst !== undefined && last !== undefined && worst.similarity - last.similarity < PRECISION;
    // Where ties reach to the end of what was fetched, a further one may belong before the cut.
    if (tied && reader.rows === limit) continue;
    const beyond = found.findIndex(({ similarity }) => similarity < minSimilarity);
    return found.slice(0, beyond === -1 ? wanted : Math.min(beyond, wanted));
  }
}

const hitOf = (
  { version }: OpenTable,
  { reader, row, similarity }: Candidate,
  { includeVectors }: StoreQuery,
): StoreHit => ({
  ...reader.record(row),
  similarity,
  version,
  ...(includeVectors && { vector: reader.vector(row) }),
});

export async function searchRecords(open: OpenTable, query: StoreQuery): Promise<StoreHit[]> {
  const { offset } = checkQuery(query, open, LIMITS);
  const where = whereOf(query.filter, open);
  if (where === false) return [];
  const found = await nearest(open, query, where, offset + query.limit);
  return found.slice(offset).map((candidate) => hitOf(open, candidate, query));
}

/** Best products: fetches more records until there are enough products, then what else the chosen ones have. */
export async function searchProducts(open: OpenTable, query: StoreGroupQuery): Promise<StoreGroup[]> {
  const { offset, hitsPerGroup } = checkQuery(query, open, LIMITS);
  const where = whereOf(query.filter, open);
  if (where === false) return [];
  const wanted = offset + query.limit;
  const productOf = ({ reader, row }: Candidate): string => reader.text('product_id', row);
  let groups: Map<string, Candidate[]>;
  for (let fetch = wanted * 3; ; fetch *= 4) {
    const found = await nearest(open, query, where, fetch);
    groups = Map.groupBy(found, productOf);
    if (groups.size >= wanted || found.length < fetch) {
      if (found.length < fetch || hitsPerGroup === 1) break;
      groups = await fill([...groups.keys()].slice(0, wanted));
      break;
    }
  }
  return [...groups].slice(offset, wanted).map(([productId, candidates]) => ({
    productId,
    hits: candidates.slice(0, hitsPerGroup).map((candidate) => hitOf(open, candidate, query)),
  }));

  async function fill(products: readonly string[]): Promise<Map<string, Candidate[]>> {
    const inside = `product_id IN (${products.map((id) => quote(toOrderedText(id))).join(', ')})`;
    const all = await open.table.countRows(inside);
    const found = await nearest(open, query, where === undefined ? inside : `${inside} AND (${where})`, all);
    // In the order of their best records, which this search may know better than the one that chose them.
    return Map.groupBy(found, productOf);
  }
}

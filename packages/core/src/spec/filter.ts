import type { Fields, FieldValues, ReservedField } from './fields.ts';

export type FilterScalar = string | number | boolean;

/** Normalised filter that stores receive. Two-valued logic: a missing field matches only `not` and `exists: false`. */
export type FilterNode =
  | { readonly op: 'and'; readonly nodes: readonly FilterNode[] }
  | { readonly op: 'or'; readonly nodes: readonly FilterNode[] }
  | { readonly op: 'not'; readonly node: FilterNode }
  /** On an array field: any element equals. */
  | { readonly op: 'eq'; readonly field: string; readonly value: FilterScalar }
  | { readonly op: 'in'; readonly field: string; readonly values: readonly FilterScalar[] }
  /** Numbers by value, dates by time, keywords by code unit; on an array field any element inside all bounds. */
  | {
      readonly op: 'range';
      readonly field: string;
      readonly gt?: number | string | undefined;
      readonly gte?: number | string | undefined;
      readonly lt?: number | string | undefined;
      readonly lte?: number | string | undefined;
    }
  | { readonly op: 'exists'; readonly field: string };

type Element<T> = T extends readonly (infer U)[] ? U : T;

/** Operators on one field, in the grammar this ecosystem knows. */
export interface FieldOperators<T> {
  readonly $eq?: Element<T> | undefined;
  readonly $ne?: Element<T> | undefined;
  readonly $gt?: Element<T> | undefined;
  readonly $gte?: Element<T> | undefined;
  readonly $lt?: Element<T> | undefined;
  readonly $lte?: Element<T> | undefined;
  readonly $in?: readonly Element<T>[] | undefined;
  readonly $nin?: readonly Element<T>[] | undefined;
  readonly $exists?: boolean | undefined;
  readonly $not?: FieldOperators<T> | undefined;
}

/** What users write: `{ brand: 'x', price: { $gte: 10 }, $or: [...] }`. */
export type Filter<F extends Fields = Fields> = {
  readonly [K in keyof F]?: Element<FieldValues[F[K]]> | FieldOperators<FieldValues[F[K]]> | undefined;
} & {
  readonly [K in ReservedField]?: string | FieldOperators<string> | undefined;
} & {
  readonly $and?: readonly Filter<F>[] | undefined;
  readonly $or?: readonly Filter<F>[] | undefined;
  readonly $not?: Filter<F> | undefined;
};

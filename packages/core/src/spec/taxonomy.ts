/** A node of the category tree. Ids are unique in the tree; only leaves are assigned to pictures. */
export interface Category {
  readonly id: string;
  /** Name for people by language, e.g. `{ en: 'Top', ko: '상의' }`. */
  readonly names?: Readonly<Record<string, string>> | undefined;
  readonly children?: readonly Category[] | undefined;
}

/** The groups, each with its leaves. `other` is reserved: it is the decision "not confident", not a node. */
export type Taxonomy = readonly Category[];

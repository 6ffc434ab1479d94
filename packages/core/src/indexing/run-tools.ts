import type { PhotoTools } from '../photo/photo-tools.ts';
import type { VectorStore } from '../spec/vector-store.ts';
import type { IndexSettings } from './check-index-options.ts';
import type { ProductRules } from './check-product.ts';
import type { Ledger } from './create-ledger.ts';
import type { RecordKeeper } from './record-keeper.ts';
import type { ReportFailure } from './report-failure.ts';
import type { Slots } from './slots.ts';
import type { Tally } from './tally.ts';

/** What the products of one run share. */
export interface RunTools extends ProductRules {
  readonly tools: PhotoTools;
  readonly store: VectorStore;
  readonly dimensions: number;
  readonly settings: IndexSettings;
  /** Fires when the caller or a failure ends the run. */
  readonly signal: AbortSignal;
  readonly tally: Tally;
  readonly keeper: RecordKeeper;
  /** Absent without a checkpoint. */
  readonly ledger: Ledger | undefined;
  /** Whether the store held nothing when the run began. */
  readonly startedEmpty: boolean;
  /** Places for pictures in flight. */
  readonly pictures: Slots;
  /** Places for products none of whose pictures has to be looked at. */
  readonly light: Slots;
  readonly fail: ReportFailure;
  /** Pictures in one model call, now at most. */
  batchSize(): number;
  /** Pictures that are being prepared. */
  walking: number;
}

/** When nothing is being prepared, what waits for a full batch would wait in vain. */
export function hurryIfIdle({ walking, keeper, ledger }: RunTools): void {
  if (walking > 0) return;
  keeper.hurry();
  ledger?.hurry();
}

import type { RepeatTags } from '../answer/create-repeat-tags.ts';
import type { HandlerSettings } from '../handler-options.ts';
import type { UploadBudget } from '../request/create-upload-budget.ts';
import type { RequestSchemas } from '../schemas/request-schemas.ts';

/** What every route needs. */
export interface RouteContext {
  readonly settings: HandlerSettings;
  readonly schemas: RequestSchemas;
  readonly budget: UploadBudget;
  /** Undefined where ETags are off. */
  readonly tags: RepeatTags | undefined;
}

/** Answers one kind of request; what it throws becomes a problem. */
export type Route = (
  request: Request,
  url: URL,
  parameters: Readonly<Record<string, string>>,
) => Promise<Response>;

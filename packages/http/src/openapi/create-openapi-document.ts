import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { PROBLEM_TITLES } from '../answer/to-problem.ts';
import type { HandlerSettings } from '../handler-options.ts';
import { MAX_PHOTOS } from '../request/upload.ts';
import {
  analyzeAnswerSchema,
  healthAnswerSchema,
  problemSchema,
  searchAnswerSchema,
} from '../schemas/answer-schemas.ts';
import type { RequestSchemas } from '../schemas/request-schemas.ts';

type JsonSchema = Record<string, unknown>;

const toJson = (schema: v.GenericSchema): JsonSchema => {
  const { $schema: _, ...json } = toJsonSchema(schema as Parameters<typeof toJsonSchema>[0], {
    // The one schema of our own: any object.
    overrideSchema: ({ valibotSchema }) => (valibotSchema.type === 'custom' ? { type: 'object' } : undefined),
  }) as JsonSchema;
  return json;
};

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: JsonSchema, type = 'application/json') => ({ content: { [type]: { schema } } });

/** Statuses that every route may answer with, and those of a route that takes a photo. */
const always = [400, 404, 405, 500, 503];
const withPhoto = [408, 413, 415, 422, 502];

function problems(statuses: readonly number[]): JsonSchema {
  const entries = statuses.map((status) => [
    String(status),
    {
      description: PROBLEM_TITLES[status],
      ...json(ref('Problem'), 'application/problem+json'),
      ...(status === 503 && { headers: { 'Retry-After': { schema: { type: 'integer' } } } }),
    },
  ]);
  return Object.fromEntries(entries) as JsonSchema;
}

/** The parameters of a strict object, as they stand in an address. */
function queryParameters({ properties = {} }: { properties?: Record<string, JsonSchema> }): JsonSchema[] {
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    description,
    // Objects are written as JSON.
    ...(schema.type === 'object' ? json(schema) : { schema }),
  }));
}

/**
 * The OpenAPI 3.1 document of what the handler answers, made from the schemas that it checks with.
 * @returns a new object, ready for JSON
 */
export function createOpenApiDocument(
  { basePath, fetcher, repeatFor }: HandlerSettings,
  schemas: RequestSchemas,
): JsonSchema {
  const photo = { type: 'string', contentMediaType: 'application/octet-stream' };
  const photoRoute = (
    operationId: string,
    summary: string,
    [parameters, body]: [v.GenericSchema, v.GenericSchema],
    answer: string,
  ): JsonSchema => {
    const schema = toJson(parameters) as { properties?: Record<string, JsonSchema> };
    const image = operationId === 'search' ? { type: 'array', items: photo, maxItems: MAX_PHOTOS } : photo;
    const form = { type: 'object', properties: { image, ...schema.properties }, required: ['image'] };
    const encoded = Object.entries(schema.properties ?? {}).filter(([, each]) => each.type === 'object');
    const encoding = Object.fromEntries(encoded.map(([name]) => [name, { contentType: 'application/json' }]));
    return {
      post: {
        operationId,
        summary,
        parameters: [
          ...queryParameters(schema),
          ...(repeatFor > 0 ? [{ name: 'If-None-Match', in: 'header', schema: { type: 'string' } }] : []),
        ],
        requestBody: {
          required: true,
          content: {
            'image/*': { schema: {} },
            'application/octet-stream': { schema: {} },
            'multipart/form-data': { schema: form, encoding },
            ...((fetcher || operationId === 'search') && { 'application/json': { schema: toJson(body) } }),
          },
        },
        responses: {
          200: {
            description: 'The answer.',
            headers: {
              'Server-Timing': { schema: { type: 'string' } },
              ...(repeatFor > 0 && { ETag: { schema: { type: 'string' } } }),
            },
            ...json(ref(answer)),
          },
          ...(repeatFor > 0 && {
            304: { description: 'The same photo and question as that ETag, a moment ago.' },
          }),
          ...problems([...always, ...withPhoto]),
        },
      },
    };
  };
  const look = (operationId: string, summary: string, statuses: readonly number[]): JsonSchema => ({
    get: {
      operationId,
      summary,
      responses: Object.fromEntries(
        statuses.map((status) => [status, { description: summary, ...json(ref('Health')) }]),
      ),
    },
  });
  return {
    openapi: '3.1.1',
    info: { title: 'Image search', summary: 'Photo in, similar products out.', version: '1' },
    servers: [{ url: basePath || '/' }],
    paths: {
      '/search': photoRoute(
        'search',
        'Products that look like a photo.',
        [schemas.search, schemas.searchJson],
        'SearchAnswer',
      ),
      '/analyze': photoRoute(
        'analyze',
        'What is seen in a photo: its object, cut out, and its category.',
        [schemas.analyze, schemas.analyzeJson],
        'AnalyzeAnswer',
      ),
      '/products/{id}/similar': {
        get: {
          operationId: 'similar',
          summary: 'More like a product.',
          parameters: [
            { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
            ...queryParameters(toJson(schemas.similar)),
          ],
          responses: {
            200: { description: 'The answer.', ...json(ref('SearchAnswer')) },
            ...problems(always),
          },
        },
      },
      '/health': look('health', 'Whether the process lives.', [200]),
      '/ready': look('ready', 'Whether a search could be answered now.', [200, 503]),
    },
    components: {
      schemas: {
        SearchAnswer: toJson(searchAnswerSchema),
        AnalyzeAnswer: toJson(analyzeAnswerSchema),
        Health: toJson(healthAnswerSchema),
        Problem: toJson(problemSchema),
      },
    },
  };
}

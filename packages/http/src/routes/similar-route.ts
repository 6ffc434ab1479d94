import { jsonAnswer, serverTiming } from '../answer/answers.ts';
import { readParameters } from '../request/read-parameters.ts';
import { noFields } from '../request/upload.ts';
import { checkInput } from '../schemas/check-input.ts';
import type { Route, RouteContext } from './route.ts';
import { showSearch, toRequest } from './search-route.ts';

/** `GET /products/:id/similar`: more like a product of the store. */
export function similarRoute({ settings, schemas }: RouteContext): Route {
  return async (request, url, { id = '' }) => {
    const pipeline = await settings.pipelineFor(request);
    const parameters = checkInput(schemas.similar, readParameters(url.searchParams, noFields));
    const call = { signal: request.signal, deadline: Date.now() + settings.deadline };
    const found = await pipeline.search(toRequest({ productId: id, ...parameters }), call);
    return jsonAnswer(showSearch(found), { 'server-timing': serverTiming(found.timings) });
  };
}

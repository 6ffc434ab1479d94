import { RequestError } from '../answer/request-error.ts';
import type { Route } from './route.ts';

type RouteRow = readonly [method: 'GET' | 'POST', path: string, route: Route];

interface FoundRoute {
  readonly route: Route;
  /** Decoded parts of the path, by name. */
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Finds a route by method and path; `:name` stands for one part.
 * @throws RequestError ROUTE_NOT_FOUND, METHOD_NOT_ALLOWED, INVALID_REQUEST (a part that is no text)
 */
export function createRouter(
  basePath: string,
  rows: readonly RouteRow[],
): (method: string, path: string) => FoundRoute {
  const table = rows.map(([method, path, route]) => ({ method, parts: path.split('/'), route }));
  return (method, path) => {
    const own = path.startsWith(`${basePath}/`) ? path.slice(basePath.length).split('/') : [];
    const found = table.filter(
      ({ parts }) =>
        parts.length === own.length &&
        parts.every((part, at) => (part.startsWith(':') ? own[at] !== '' : part === own[at])),
    );
    if (found.length === 0)
      throw new RequestError('ROUTE_NOT_FOUND', 'There is no such address.', {
        hint: `There are ${rows.map(([each, place]) => `${each} ${basePath}${place}`).join(', ')}.`,
      });
    const row = found.find((each) => each.method === (method === 'HEAD' ? 'GET' : method));
    if (!row) {
      const allowed = found
        .flatMap((each) => (each.method === 'GET' ? ['GET', 'HEAD'] : [each.method]))
        .join(', ');
      throw new RequestError('METHOD_NOT_ALLOWED', `This address takes ${allowed}, not ${method}.`, {
        hint:
          method === 'OPTIONS'
            ? 'A page of another origin needs CORS headers, which the host sends before this handler.'
            : `Send it as ${allowed}.`,
        headers: { allow: allowed },
      });
    }
    const names = row.parts.flatMap((part, at) =>
      part.startsWith(':') ? [[part.slice(1), decode(own[at]!)]] : [],
    );
    return { route: row.route, parameters: Object.fromEntries(names) as Record<string, string> };
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (cause) {
    throw new RequestError('INVALID_REQUEST', 'The address is not well encoded.', {
      hint: 'Write an id in it with encodeURIComponent().',
      cause,
    });
  }
}

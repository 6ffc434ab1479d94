import path from 'node:path';

export interface Folders {
  readonly index: string;
  readonly catalogue: string;
  /** File of `imgsearch eval --calibration`, where somebody measured what a similarity is worth here. */
  readonly calibration: string;
}

/** Where everything lies: in `IMGSEARCH_DATA`, or `.cache` in the folder that the server was started in. */
export function folders(): Folders {
  // Not to be traced: it is data, and not a part of the build.
  const data = path.resolve(/* turbopackIgnore: true */ process.env.IMGSEARCH_DATA ?? '.cache');
  return {
    index: path.join(/* turbopackIgnore: true */ data, 'index'),
    catalogue: path.join(/* turbopackIgnore: true */ data, 'catalogue'),
    calibration: path.join(/* turbopackIgnore: true */ data, 'calibration.json'),
  };
}

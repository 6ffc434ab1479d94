import { spawnSync } from 'node:child_process';

const PYTHON = '/usr/bin/python3';
const SCRIPT = `
import json, sys, warnings
from PIL import Image
warnings.simplefilter('ignore')
Image.MAX_IMAGE_PIXELS = None
ACCEPTED = ('JPEG', 'MPO', 'PNG', 'WEBP', 'GIF', 'AVIF', 'TIFF')
def good(path):
    try:
        with Image.open(path) as image:
            if image.format not in ACCEPTED or image.width * image.height > 50_000_000: return False
            image.load()
            return True
    except Exception:
        return False
json.dump([good(path) for path in json.load(sys.stdin)], sys.stdout)
`;

export const hasPillow: boolean = spawnSync(PYTHON, ['-c', 'import PIL'], { stdio: 'ignore' }).status === 0;

/** Whether Pillow can read each picture to its last byte, and the pipeline's limits and formats allow it. */
export function judgePictures(files: readonly string[]): boolean[] {
  const { stdout, stderr, status } = spawnSync(PYTHON, ['-c', SCRIPT], {
    input: JSON.stringify(files),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as boolean[];
}

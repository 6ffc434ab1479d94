import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';
import { addModelsBenchCommand } from './models-bench.ts';
import { addModelsCheckCommand } from './models-check.ts';
import { addModelsListCommand } from './models-list.ts';
import { addModelsPullCommand } from './models-pull.ts';

/** `imgsearch models list|show|pull|check|bench`. */
export function addModelsCommand(program: Command, context: CommandContext): void {
  const models = program
    .command('models')
    .summary('which models there are, how to get them, and whether they work here')
    .description('The models that there are, how to get them, and whether they work here.');
  addModelsListCommand(models);
  addModelsPullCommand(models, context);
  addModelsCheckCommand(models, context);
  addModelsBenchCommand(models, context);
}

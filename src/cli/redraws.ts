/** Whether a result is redrawn in place. Pure. */
import {chooseMode, type Output} from '../renderers/choose.ts';
import type {OutputFormat} from './output-formats.ts';

/** What programs read is never redrawn, nor what a terminal that cannot move its cursor shows. */
export function redraws(format: OutputFormat | undefined, output: Output, env: Readonly<Record<string, string | undefined>>): boolean {
	return (format === undefined || format === 'table' || format === 'wide') && chooseMode('auto', output, env) === 'tty';
}

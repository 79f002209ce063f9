/** What every source is about. */
import type {Engine} from '../../engine/engine.ts';
import type {Push} from '../messages.ts';

export type Subject = {readonly engine: Engine; readonly cluster: string; readonly push: Push};

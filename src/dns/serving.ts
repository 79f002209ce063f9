/** What both servers are started with. */
import type {Api} from '../api/api.ts';
import type {Settings} from './settings.ts';

export type Serving = {
	readonly settings: Settings;
	/** The cluster's domain and the reverse zones of its ranges. */
	readonly zones: readonly string[];
	/** For files that last as long as their server. */
	readonly directory: string;
	readonly kubeconfig: string;
	readonly api: Api;
	/** The port on 127.0.0.1 where all questions go that are in none of the zones. */
	readonly upstreamPort: number;
	/** To be called when the server ends, or can serve no longer, with why. */
	readonly ended: (reason: string) => void;
	readonly log: (line: string) => void;
};

import {dnsServerImages} from '../../cluster/dns-server.ts';
import {newSettings, settleSettings} from '../../cluster/settings.ts';
import {settleSource} from '../../cluster/settle-source.ts';
import {messageOf, SingleKubeError} from '../../errors.ts';
import {describeImages} from '../../images/describe-images.ts';
import type {SourceName} from '../../images/source.ts';
import {type Check, error, type Finding, found, skipped} from '../check.ts';
import type {DoctorContext} from '../context.ts';

export type SourcesSeen =
	| {
		readonly kind: 'settled'; readonly source: SourceName; readonly kubernetesVersion: string;
		/** Why it was chosen; undefined where somebody named it, or the cluster has it. */
		readonly because: string | undefined;
		/** How many images there are, and what is missing; undefined without an engine. */
		readonly images: {readonly wanted: number; readonly builds: readonly string[]; readonly fetches: readonly string[]} | undefined;
	}
	/** Without an engine nobody can ask a registry. */
	| {readonly kind: 'none'; readonly engine: boolean; readonly failure: string; readonly seen: readonly string[]; readonly hint: string | undefined};

export const sources: Check = {
	name: 'sources', about: 'where images would come from, and which of them the engine lacks', quick: false, atStart: 'nothing', limit: 15_000,
	run: async (context, signal) => judgeSources(await look(context, signal)),
};

/** Pure. */
export function judgeSources(seen: SourcesSeen): Finding {
	if (seen.kind === 'none' && !seen.engine) {
		return skipped(`no engine answers that could ask a registry; ${seen.failure}`);
	}

	if (seen.kind === 'none') {
		return found([seen.failure, ...seen.seen].join('; '), [error([seen.failure, ...seen.seen].join('; '), seen.hint ?? 'npx single-kube start --source debian')]);
	}

	const {source, kubernetesVersion, because, images} = seen;
	return found(`${source}, Kubernetes ${kubernetesVersion}${because === undefined ? '' : `, because ${because}`}${images ? `; ${inWords(images)}` : ''}`, []);
}

function inWords({wanted, builds, fetches}: {readonly wanted: number; readonly builds: readonly string[]; readonly fetches: readonly string[]}): string {
	const missing = [...builds.length > 0 ? [`${builds.length} to be built`] : [], ...fetches.length > 0 ? [`${fetches.length} to be fetched`] : []];
	return missing.length === 0 ? `all ${wanted} images are on the engine` : `of ${wanted} images ${missing.join(', ')}`;
}

async function look({options, engine, cluster}: DoctorContext, signal: AbortSignal): Promise<SourcesSeen> {
	const reasons: string[] = [];
	try {
		const running = await engine().catch(() => undefined);
		const settings = running ? await settleSettings(running, cluster, options) : await newSettings(options);
		const {source} = await settleSource(running, options, settings.images, event => {
			if (event.type === 'noted') {
				reasons.push(event.text.replace(/^.* because /, ''));
			}
		}, signal);
		const wanted = running && await describeImages(running, {source, addons: settings.addons, also: await dnsServerImages(running, settings, source)});
		return {
			kind: 'settled', source: source.name, kubernetesVersion: source.kubernetesVersion, because: reasons.at(-1),
			images: wanted && {wanted: wanted.recipes.length + wanted.published.length, builds: wanted.builds.map(({name}) => name), fetches: wanted.fetches},
		};
	} catch (thrown) {
		signal.throwIfAborted();
		const known = thrown instanceof SingleKubeError ? thrown : undefined;
		return {kind: 'none', engine: await engine().then(() => true, () => false), failure: messageOf(thrown), seen: known?.seen ?? [], hint: known?.hint};
	}
}

/** What a person is told of a deed before, while and after it is done. Pure. */
import {defaultName} from '../../cluster/options.ts';

export type DeedText = {
	/** What it is done to, one deed at a time: a component's id, or `pod default/web`. */
	readonly subject: string;
	/** `stop etcd?` */
	readonly title: string;
	/** `stop` */
	readonly button: string;
	/** What happens then: sentences for who is asked. */
	readonly consequence: string;
	/** What does the same on a command line. */
	readonly command: string;
	/** `stopping`, shown in the place of its state. */
	readonly doing: string;
	/** `etcd was stopped` */
	readonly done: string;
	/** `etcd could not be stopped`, followed by why. */
	readonly failed: string;
};

export const readOnlyRefusal = 'This dashboard only looks: it was opened with --read-only';

/** @param words behind `single-kube`; what kubectl gets after ` -- ` or `kubectl` has to come last, and is `rest` */
export function commandLine(words: string, cluster: string, rest?: string): string {
	return ['single-kube', words, ...cluster === defaultName ? [] : ['--name', cluster], ...rest === undefined ? [] : [rest]].filter(Boolean).join(' ');
}
